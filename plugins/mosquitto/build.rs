//! The broker unloads its plug-ins when it ends. Its threads may still be on their way out then, so the library stays loaded.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-cdylib-link-arg=-Wl,-z,nodelete");
}
