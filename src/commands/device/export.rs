//! `device export`: a device's credential in a form that devices take.

use std::path::{Path, PathBuf};

use amqtt_verifier::DeviceId;
use clap::{Args, ValueHint};
use serde::Serialize;

use crate::{
    context::Context,
    error::{Answer, Code, Failure, Outcome},
    files::{Directory, Existing, FileError, NewFile},
    operations::{
        issue::{in_file, read_ca_certificates, read_certificates, read_key},
        packaging::{Form, Package, Packed},
        trust_file::TrustFile,
    },
    options::{
        CaCertificate, OutputDirectory, PassphraseSource, candidates,
        passphrase::{Chosen, ExportPassphrase},
    },
    pki::{CaPath, Certificate, PrivateKey, Protection, unix_time},
};

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  amqtt-admin device export pump-7 --to p12 --random-passphrase
  amqtt-admin device export pump-7 --to header --output-dir firmware
  amqtt-admin device export pump-7 --to bundle --dir devices
")]
pub(crate) struct Arguments {
    /// Device id; its files are ID.crt and ID.key
    #[arg(value_name = "ID", add = candidates::devices())]
    device_id: DeviceId,

    /// Form to export to
    #[arg(long, value_name = "FORM")]
    to: Form,

    /// Directory with the files of the device
    #[arg(long, value_name = "DIR", default_value = ".", value_hint = ValueHint::DirPath)]
    dir: PathBuf,

    #[command(flatten)]
    ca: CaCertificate,

    #[command(flatten)]
    output: OutputDirectory,

    #[command(flatten)]
    passphrase: ExportPassphrase,

    /// Protect the PKCS#12 file with 3DES and SHA-1, for old phones
    #[arg(long)]
    legacy: bool,

    /// Replace files of an earlier export
    #[arg(long)]
    force: bool,
}

#[derive(Debug, Serialize)]
struct Report<'a> {
    device_id: &'a str,
    form: String,
    files: Vec<String>,
    serial: String,
    not_after: String,
    fingerprint: String,
    /// Set if the private key is in the export.
    key: bool,
    /// The passphrase, where it was drawn.
    passphrase: Option<&'a str>,
}

impl Arguments {
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        if !self.to.has_passphrase() && (self.legacy || self.passphrase.is_drawn()) {
            return Err(Failure::usage(
                "--legacy and --random-passphrase are for PKCS#12, with --to p12",
            ));
        }
        let package = self.package(context)?;
        if package.key.is_none() && self.to.has_key() {
            context.output.note(format_args!(
                "{} does not exist; exporting without a private key",
                self.file("key").display()
            ));
        }
        if package.path.root().is_none() {
            context.output.warn(format_args!(
                "{} does not hold the root above {}; the device needs the root's certificate to trust the broker",
                self.ca.ca_crt.display(),
                self.file("crt").display()
            ));
        }
        let chosen = match self.to.has_passphrase() {
            true => Some(self.passphrase.read(context, "Passphrase of the PKCS#12 file")?),
            false => None,
        };
        let is_plain = |chosen: &Chosen| chosen.passphrase.as_text().is_none_or(str::is_ascii);
        if !chosen.as_ref().is_none_or(is_plain) {
            context
                .output
                .warn("the passphrase is not ASCII alone; Java and some phones cannot open the file");
        }
        let protection = match self.legacy {
            true => Protection::Legacy,
            false => Protection::Modern,
        };
        let protected = chosen.as_ref().map(|chosen| (&chosen.passphrase, protection));
        let files = package.files(self.to, protected)?;
        let paths = self.write(&files)?;
        let facts = package.path.ca().get();
        context.output.report(&Report {
            device_id: self.device_id.as_str(),
            form: self.to.name(),
            files: paths.iter().map(|path| path.display().to_string()).collect(),
            serial: facts.serial.to_string(),
            not_after: facts.not_after.to_string(),
            fingerprint: facts.fingerprint().to_string(),
            key: package.key.is_some() && self.to.has_key(),
            passphrase: chosen
                .as_ref()
                .and_then(|chosen| chosen.drawn.as_ref())
                .map(|drawn| drawn.as_str()),
        })?;
        if self.passphrase.is_drawn() {
            context
                .output
                .note("the passphrase is shown only now: store it safely");
        }
        Ok(Answer::Yes)
    }

    /// Reads the credential, and insists that its parts belong together.
    fn package(&self, context: &Context) -> Outcome<Package<'_>> {
        let certificate_path = self.file("crt");
        let mut certificates = read_certificates(&certificate_path)
            .map_err(|failure| failure.or_hint("name the directory of the device's files with --dir"))?;
        let leaf = certificates.remove(0);
        let key = self.key(context, &leaf)?;
        if self.ca.ca_crt.exists() {
            certificates.extend(read_ca_certificates(&self.ca.ca_crt)?);
            let trust = TrustFile::of(&self.ca.ca_crt, &certificates);
            if trust.path != self.ca.ca_crt {
                certificates.extend(read_ca_certificates(&trust.path)?);
            }
        }
        let path = CaPath::from(leaf, certificates);
        let now = unix_time(context.now);
        if now > path.ca().get().not_after {
            context.output.warn(format_args!(
                "{} has expired: renew it before it is exported",
                certificate_path.display()
            ));
        }
        Ok(Package {
            id: self.device_id.as_str(),
            path,
            key,
            now: now.seconds(),
        })
    }

    fn key(&self, context: &Context, leaf: &Certificate) -> Outcome<Option<PrivateKey>> {
        let path = self.file("key");
        // The form that needs no key does not read it.
        if !self.to.has_key() || !path.exists() {
            return Ok(None);
        }
        let key = read_key(context, &path, PassphraseSource::Prompt)?;
        if !leaf.has_public_key(&key) {
            let failure = Failure::of(
                Code::Unfit,
                format_args!("it is not the key of {}", self.file("crt").display()),
            );
            return Err(in_file(failure, &path));
        }
        Ok(Some(key))
    }

    fn file(&self, extension: &str) -> PathBuf {
        let name = format!("{}.{extension}", self.device_id);
        match self.dir == Path::new(".") {
            true => name.into(),
            false => self.dir.join(name),
        }
    }

    fn write(&self, packed: &[Packed]) -> Outcome<Vec<PathBuf>> {
        let directory = Directory::open(&self.output.output_dir)?;
        let files: Vec<NewFile<'_>> = packed.iter().map(Packed::as_new_file).collect();
        let existing = match self.force {
            true => Existing::Replace,
            false => Existing::Refuse,
        };
        directory
            .publish(&files, existing, &directory.lock())
            .map_err(|error| match error {
                FileError::Exists { .. } => {
                    Failure::from(error).hint("nothing was changed; replace an earlier export with --force")
                }
                error => error.into(),
            })?;
        Ok(files.iter().map(|file| directory.path_of(&file.name)).collect())
    }
}
