//! `device export`: a device's credential in a form that devices take.

use std::path::{Path, PathBuf};

use amqtt_verifier::DeviceId;
use clap::{Args, ValueHint};
use serde::Serialize;

use crate::{
    context::Context,
    error::{Answer, Code, Failure, Outcome},
    files::{self, Directory, FileError, NewFile},
    operations::{
        bulk::place::Layout,
        fleet,
        issue::{in_file, read_ca_certificates, read_certificates, read_key},
        packaging::{Form, Package, Packed, Protected},
        standing::warn_of_withdrawn,
        trust_file::TrustFile,
    },
    options::{
        CaCertificate, OutputDirectory, PassphraseSource, candidates,
        inventory::InventoryOptions,
        passphrase::{Chosen, ExportPassphrase},
        repeat::{Existing, IfExists},
    },
    pki::{CaPath, Certificate, PrivateKey, Protection, signed, unix_time},
    store::fleet::{Filter, IssuedRow, Kind},
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

    #[command(flatten)]
    existing: Existing,

    /// Replace files of an earlier export
    #[arg(long)]
    force: bool,

    #[command(flatten)]
    inventory: InventoryOptions,
}

#[derive(Debug, Serialize)]
struct Report<'a> {
    device_id: &'a str,
    form: String,
    files: Vec<String>,
    serial: String,
    not_after: String,
    fingerprint: String,
    /// The state of the certificate in the inventory, where it is known.
    state: Option<&'static str>,
    /// Why it was revoked or put on hold.
    reason: Option<String>,
    /// Set if the private key is in the export.
    key: bool,
    /// The passphrase, where it was drawn.
    passphrase: Option<&'a str>,
    changed: bool,
}

const FORCE_HINT: &str = "nothing was changed; replace an earlier export with --force";

impl Arguments {
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        if !self.to.has_passphrase() && (self.legacy || self.passphrase.is_drawn()) {
            return Err(Failure::usage(
                "--legacy and --random-passphrase are for PKCS#12, with --to p12",
            ));
        }
        let package = self.package(context)?;
        if !self.to.has_passphrase() && self.passphrase.is_typed() {
            context
                .output
                .warn("--passphrase-file is for --to p12 alone: this export is not encrypted");
        }
        self.say_what_lacks(context, &package);
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
        let (paths, changed) = self.write(&package, &files, protected)?;
        let facts = package.path.ca().get();
        let row = self.recorded(context, package.path.ca());
        if let Some(row) = &row {
            warn_of_withdrawn(context, row, &self.file("crt"));
        }
        context.output.report(&Report {
            device_id: self.device_id.as_str(),
            form: self.to.name(),
            files: paths.iter().map(|path| path.display().to_string()).collect(),
            serial: facts.serial.to_string(),
            not_after: facts.not_after.to_string(),
            fingerprint: facts.fingerprint().to_string(),
            state: row.as_ref().map(|row| row.state.word()),
            reason: row
                .filter(IssuedRow::is_revoked_or_held)
                .and_then(|row| row.reason),
            key: package.key.is_some() && self.to.has_key(),
            passphrase: chosen
                .as_ref()
                .and_then(|chosen| chosen.drawn.as_ref())
                .map(|drawn| drawn.as_str()),
            changed,
        })?;
        if self.passphrase.is_drawn() {
            context
                .output
                .note("the passphrase is shown only now: store it safely");
        }
        Ok(Answer::Yes)
    }

    fn say_what_lacks(&self, context: &Context, package: &Package<'_>) {
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
    }

    /// Reads the credential, and insists that its parts belong together.
    fn package(&self, context: &Context) -> Outcome<Package<'_>> {
        let certificate_path = self.file("crt");
        let mut certificates = read_certificates(&certificate_path)
            .map_err(|failure| failure.or_hint("name the directory of the device's files with --dir"))?;
        let leaf = certificates.remove(0);
        let key = self.key(context, &leaf)?;
        let ca = match self.ca.ca_crt.exists() {
            true => read_ca_certificates(&self.ca.ca_crt)?,
            false => Vec::new(),
        };
        certificates.extend(ca.iter().cloned());
        if !ca.is_empty() {
            let trust = TrustFile::of(&self.ca.ca_crt, &certificates);
            if trust.path != self.ca.ca_crt {
                certificates.extend(read_ca_certificates(&trust.path)?);
            }
        }
        let path = CaPath::from(leaf, certificates);
        self.refuse_another_ca(&path, &ca)?;
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
        })
    }

    /// Refuses the certificates of another CA, with which the device would trust another broker.
    fn refuse_another_ca(&self, path: &CaPath, ca: &[Certificate]) -> Outcome {
        let is_above = |above: &Certificate| ca.contains(above);
        let is_issuer = |above: &Certificate| signed(path.ca(), &CaPath::alone(above.clone())).is_ok();
        let mut above = path.iter().skip(1);
        let is_signed = above.next().is_none_or(is_issuer);
        match ca.is_empty() || (is_signed && path.iter().skip(1).any(is_above)) {
            true => Ok(()),
            false => Err(Failure::of(
                Code::Unfit,
                format_args!(
                    "{} was not issued by a CA in {}",
                    self.file("crt").display(),
                    self.ca.ca_crt.display()
                ),
            )
            .hint("nothing was written; name the CA of the device with --ca-crt")),
        }
    }

    /// Returns what the inventory knows of the certificate. The credential matters more than what an inventory may have to say
    /// about it.
    fn recorded(&self, context: &Context, certificate: &Certificate) -> Option<IssuedRow> {
        let looked_up = || -> Outcome<Option<IssuedRow>> {
            let Some(mut inventory) = fleet::open_to_read(context, &self.inventory, &self.ca.ca_crt)? else {
                return Ok(None);
            };
            let rows = inventory.rows(&Filter {
                kinds: &[Kind::Device],
                names: &[self.device_id.as_str()],
                ..Filter::default()
            })?;
            inventory.close();
            let fingerprint = certificate.get().fingerprint().to_string();
            let is_it = |row: &IssuedRow| row.cert_sha256.as_deref() == Some(&*fingerprint);
            Ok(rows.into_iter().find(is_it))
        };
        looked_up().unwrap_or_else(|failure| {
            context.output.warn(format_args!(
                "whether {} is revoked was not checked: {}",
                self.file("crt").display(),
                failure.message()
            ));
            None
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

    /// A file of the device, in either layout.
    fn file(&self, extension: &str) -> PathBuf {
        let path = |layout: Layout| {
            let [_, certificate] = layout.names(self.device_id.as_str());
            match self.dir == Path::new(".") {
                true => certificate.into(),
                false => self.dir.join(certificate),
            }
        };
        let (flat, sharded): (PathBuf, PathBuf) = (path(Layout::Flat), path(Layout::Sharded));
        let certificate = match !flat.exists() && sharded.exists() {
            true => sharded,
            false => flat,
        };
        certificate.with_extension(extension)
    }

    /// Writes the files, or keeps those that are the same, and returns their paths and whether any was written.
    fn write(
        &self,
        package: &Package<'_>,
        packed: &[Packed],
        protected: Option<Protected<'_>>,
    ) -> Outcome<(Vec<PathBuf>, bool)> {
        let directory = Directory::open(&self.output.output_dir)?;
        let lock = directory.lock();
        let paths = packed.iter().map(|file| directory.path_of(&file.name)).collect();
        let mut files: Vec<NewFile<'_>> = Vec::new();
        for file in packed {
            if self.force || self.existing.if_exists == IfExists::Fail || !directory.has(&file.name)? {
                files.push(file.as_new_file());
            } else if !package.is_in(&files::read(&directory.path_of(&file.name))?, file, protected)? {
                return Err(another(&directory.path_of(&file.name)));
            }
        }
        let existing = match self.force {
            true => files::Existing::Replace,
            false => files::Existing::Refuse,
        };
        let published = directory.publish(&files, existing, &lock);
        published.map_err(|error| match error {
            FileError::Exists { .. } => Failure::from(error).hint(FORCE_HINT),
            error => error.into(),
        })?;
        Ok((paths, !files.is_empty()))
    }
}

/// The failure where a file exists that is not what was asked for.
fn another(path: &Path) -> Failure {
    let path = path.display();
    Failure::of(
        Code::Exists,
        format_args!("{path} already exists and is not what was asked for: its contents differ"),
    )
    .hint(FORCE_HINT)
}
