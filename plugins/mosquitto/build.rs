//! The broker unloads its plug-ins when it ends. Threads of ours may then still be on their way out, so the library stays.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-cdylib-link-arg=-Wl,-z,nodelete");
}
