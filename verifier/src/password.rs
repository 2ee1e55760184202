//! temporary
#![allow(missing_docs)]
pub struct Password(pub Vec<u8>);
impl Password { pub fn new(v: Vec<u8>) -> Result<Self, crate::InvalidName> { if v.is_empty() {return Err(crate::InvalidName::Empty)} Ok(Self(v)) } pub fn as_bytes(&self)->&[u8]{&self.0} }
