//! A C header with the credential as arrays, for firmware.

use std::fmt::{self, Write as _};

use zeroize::Zeroizing;

use super::Package;
use crate::error::{Code, Failure, Outcome};

/// Number of octets in a line.
const PER_LINE: usize = 16;

/// Writes the header. Each array is PEM with a zero at its end, which mbedTLS counts in its length and others read as a
/// string's end.
pub(super) fn write(package: &Package<'_>) -> Outcome<Zeroizing<Vec<u8>>> {
    let prefix = identifier(package.id);
    let guard = prefix.to_uppercase();
    let (chain, root, key) = (package.chain(), package.root(), package.key());
    let arrays = [
        ("ca", root.as_deref()),
        ("certificate", Some(chain.as_str())),
        ("key", key.as_ref().map(|key| key.as_str())),
    ];
    let octets: usize = arrays.iter().filter_map(|(_, text)| text.map(str::len)).sum();
    // Six characters an octet, a line's indent and end, and the frame: growing would leave copies of the key in memory.
    let mut header = Zeroizing::new(String::with_capacity(octets * 7 + 4_096));
    compose(&mut header, package.id, &prefix, &guard, &arrays)
        .map_err(|_| Failure::of(Code::Bug, "a text in memory could not be written"))?;
    Ok(std::mem::take(&mut *header).into_bytes().into())
}

fn compose(
    header: &mut String,
    id: &str,
    prefix: &str,
    guard: &str,
    arrays: &[(&str, Option<&str>)],
) -> fmt::Result {
    writeln!(
        header,
        "/* The credential of the device {id}: keep it as secret as its key."
    )?;
    writeln!(
        header,
        " * Each array is PEM with a zero at its end; its length counts the zero. */"
    )?;
    writeln!(
        header,
        "#ifndef {guard}_CREDENTIAL_H\n#define {guard}_CREDENTIAL_H\n"
    )?;
    writeln!(header, "#if defined(__GNUC__) || defined(__clang__)")?;
    writeln!(header, "#define {guard}_MAY_BE_UNUSED __attribute__((unused))")?;
    writeln!(header, "#else\n#define {guard}_MAY_BE_UNUSED\n#endif\n")?;
    writeln!(header, "#define {guard}_DEVICE_ID \"{id}\"")?;
    for (name, text) in arrays {
        let Some(text) = text else { continue };
        let length = text.len() + 1;
        writeln!(
            header,
            "\n#define {guard}_{}_LENGTH {length}u",
            name.to_uppercase()
        )?;
        writeln!(
            header,
            "static const unsigned char {prefix}_{name}[{length}] {guard}_MAY_BE_UNUSED = {{"
        )?;
        for line in text.as_bytes().chunks(PER_LINE) {
            line.iter()
                .try_for_each(|octet| write!(header, " 0x{octet:02x},"))?;
            header.push('\n');
        }
        writeln!(header, " 0x00\n}};")?;
    }
    writeln!(header, "\n#endif")
}

/// A device id as the beginning of names in C.
fn identifier(id: &str) -> String {
    let words = id.chars().map(|character| match character {
        'a'..='z' | 'A'..='Z' | '0'..='9' => character,
        _ => '_',
    });
    format!("device_{}", words.collect::<String>())
}
