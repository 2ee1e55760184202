//! The meaning of the lower layers' errors to the operator: the exit code, and what to do.

use amqtt_database::{DatabaseError, DatabaseFault, RecordError};
use amqtt_verifier::{certificate::BuildError, password::HashError, revocation::CrlError};
use amqtt_x509::pem::{self, Form, Kind};

use crate::{
    error::{Code, Failure},
    files::FileError,
    pki::{
        AuthorityError, CertificateError, IssueError, KeyError, ListError, ListFileError, Pkcs12Error,
        RequestError,
    },
    store::{OpenError, fleet::InventoryError},
};

impl From<FileError> for Failure {
    fn from(error: FileError) -> Self {
        let kind = match error {
            FileError::Exists { .. } | FileError::NotAFile { .. } | FileError::NotADirectory { .. } => {
                Code::Exists
            }
            _ => Code::Environment,
        };
        let hint = match &error {
            FileError::Directory { .. } => Some("create the directory first, or name another one"),
            FileError::NotAFile { .. } | FileError::NotADirectory { .. } => {
                Some("remove it, or choose another place")
            }
            _ => None,
        };
        with_hint(Self::new(kind, error), hint)
    }
}

impl From<KeyError> for Failure {
    fn from(error: KeyError) -> Self {
        let (kind, hint) = match &error {
            KeyError::Generation(_) | KeyError::Encryption => (Code::Bug, None),
            KeyError::LegacyEncryption(_) | KeyError::UnknownEncryption(_) => (
                Code::Environment,
                Some("convert it with `openssl pkcs8 -topk8 -v2 aes-256-cbc -in OLD -out NEW`"),
            ),
            KeyError::OpenSsh => (
                Code::Environment,
                Some("convert a copy of it with `ssh-keygen -p -m PKCS8 -f COPY`"),
            ),
            KeyError::Unfit(_) => (Code::Unfit, None),
            KeyError::File(error) => (Code::Environment, other_form_hint(*error)),
            _ => (Code::Environment, None),
        };
        with_hint(Self::new(kind, error), hint)
    }
}

impl From<CertificateError> for Failure {
    fn from(error: CertificateError) -> Self {
        let hint = match error {
            CertificateError::File(error) => other_form_hint(error),
            CertificateError::Malformed { .. } => None,
        };
        with_hint(Self::new(Code::Environment, error), hint)
    }
}

/// Returns how to make PEM of a file of another form.
fn other_form_hint(error: pem::FileError) -> Option<&'static str> {
    Some(match error {
        pem::FileError::Form(Form::Utf16) => "convert it with `iconv -f UTF-16 -t UTF-8 OLD > NEW`",
        pem::FileError::Form(Form::EscapedLineEnds) => {
            "convert it with `printf '%b\\n' \"$(cat OLD)\" > NEW`"
        }
        pem::FileError::Form(Form::BareBase64) => "make DER of it with `base64 -d OLD > NEW`",
        pem::FileError::Form(Form::JavaKeyStore) => {
            "export the certificate with `keytool -exportcert -rfc -keystore OLD -file NEW`"
        }
        pem::FileError::OtherKind {
            found: Kind::Pkcs7, ..
        } => {
            "convert it with `openssl pkcs7 -print_certs -in OLD -out NEW` (with `-inform DER` if it is not PEM)"
        }
        pem::FileError::OtherKind {
            found: Kind::Pkcs12, ..
        } => "convert it with `openssl pkcs12 -nodes -in OLD -out NEW`",
        _ => return None,
    })
}

impl From<Pkcs12Error> for Failure {
    fn from(error: Pkcs12Error) -> Self {
        let kind = match error {
            Pkcs12Error::Passphrase => Code::Usage,
            Pkcs12Error::Encryption => Code::Bug,
        };
        Self::new(kind, error)
    }
}

impl From<RequestError> for Failure {
    fn from(error: RequestError) -> Self {
        let (kind, hint) = match &error {
            RequestError::File(error) => (Code::Environment, other_form_hint(*error)),
            RequestError::Several(_) | RequestError::Malformed(_) => (Code::Environment, None),
            RequestError::Algorithm(_) => (
                Code::Unfit,
                Some("make the request again with SHA-256, such as with `openssl req -new -sha256`"),
            ),
            RequestError::NoProof => (Code::Unfit, None),
            RequestError::Size(_) | RequestError::Exponent { .. } | RequestError::Kind(_) => (
                Code::Unfit,
                Some("make a new key and a new request; ECDSA P-256 fits every device"),
            ),
        };
        with_hint(Self::new(kind, error), hint)
    }
}

impl From<ListFileError> for Failure {
    fn from(error: ListFileError) -> Self {
        let hint = match error {
            ListFileError::File(error) => other_form_hint(error),
            ListFileError::Malformed(_) => None,
        };
        with_hint(Self::new(Code::Environment, error), hint)
    }
}

impl From<ListError> for Failure {
    fn from(error: ListError) -> Self {
        let code = match error {
            ListError::NoCrlSign | ListError::CaEnds(_) => Code::Unfit,
            ListError::Signing(_) => Code::Bug,
        };
        Self::new(code, error)
    }
}

impl From<AuthorityError> for Failure {
    fn from(error: AuthorityError) -> Self {
        let hint = match error {
            AuthorityError::OtherKey | AuthorityError::NoneOfKey(_) => {
                Some("name two files that belong together with --ca-key and --ca-crt")
            }
            AuthorityError::NotYetValid(_) => Some("check the clock of this machine with `date`"),
            AuthorityError::Expired(_) => Some("create a new CA, and issue new certificates with it"),
            _ => None,
        };
        with_hint(Self::new(Code::Unfit, error), hint)
    }
}

impl From<BuildError> for Failure {
    fn from(error: BuildError) -> Self {
        Self::new(Code::Environment, error)
    }
}

impl From<CrlError> for Failure {
    fn from(error: CrlError) -> Self {
        Self::new(Code::Environment, error)
    }
}

impl From<IssueError> for Failure {
    fn from(error: IssueError) -> Self {
        match error {
            IssueError::Name(_) => Self::new(Code::Unfit, error).hint(
                "nothing was changed; choose names that the CA's constraints permit, or another CA with --ca-crt and --ca-key",
            ),
            IssueError::Unaccepted(_) => Self::new(Code::Unfit, error)
                .hint("nothing was changed; name another CA with --ca-crt and --ca-key"),
            IssueError::NoPrivateKey | IssueError::Signing(_) => Self::new(Code::Bug, error),
        }
    }
}

impl From<DatabaseError> for Failure {
    fn from(error: DatabaseError) -> Self {
        let hint = match error.fault {
            DatabaseFault::LoginRefused if error.target.starts_with("mysql:") => Some(
                "check the name of the user, and the password: pass it with --db-password-file, or in the URL",
            ),
            _ => database_hint(&error.fault),
        };
        with_hint(Self::new(Code::Environment, error), hint)
    }
}

/// Returns whether a database cannot be written for lack of room: SQLite has the second words for a file that may not grow.
pub(crate) fn is_of_disk(fault: &DatabaseFault) -> bool {
    match fault {
        DatabaseFault::Full => true,
        DatabaseFault::Other(words) => words == "disk I/O error",
        _ => false,
    }
}

/// Returns what to do about a fault of a database.
fn database_hint(fault: &DatabaseFault) -> Option<&'static str> {
    Some(match fault {
        DatabaseFault::Missing | DatabaseFault::NoTables | DatabaseFault::Collation(_) => {
            "run `amqtt-admin user sync` to create or upgrade the tables"
        }
        DatabaseFault::DanglingLink => "create the file that the link points to, or remove the link",
        DatabaseFault::NoDirectory => "create the directory first",
        DatabaseFault::LoginRefused => {
            "check the name of the user, and the password: pass it with --db-password-file, PGPASSWORD or ~/.pgpass (PostgreSQL)"
        }
        DatabaseFault::LoginRefusedWithoutTls => {
            "check the name of the user and the password, and remove ssl-mode=DISABLED from the URL where the server demands TLS"
        }
        fault if is_of_disk(fault) => {
            "nothing was changed; check the free space of the disk, quotas, and the limit on the size of files (`ulimit -f`)"
        }
        DatabaseFault::UnappliedLog => {
            "open it once where its file system can be written, for example with `amqtt-admin user list`: SQLite then applies the log"
        }
        DatabaseFault::NotAdmitted => {
            "let the server admit this user from this host: pg_hba.conf on PostgreSQL, CREATE USER on MySQL and MariaDB"
        }
        DatabaseFault::TlsRequired => {
            "add sslmode=verify-full to the URL, with sslrootcert=FILE where the CA is a private one"
        }
        DatabaseFault::Tls(_) => {
            "check sslmode and sslrootcert in the URL, and that the host is named as in the server's certificate"
        }
        DatabaseFault::NoSuchDatabase => {
            "create it on the server with CREATE DATABASE, or check the name in the URL"
        }
        DatabaseFault::Locked | DatabaseFault::Contended => "nothing was changed; try again",
        DatabaseFault::Lost | DatabaseFault::Unready(_) => {
            "nothing was changed; try again when the server is available"
        }
        DatabaseFault::Unknown => {
            "list the records to see whether the change was made, and repeat it if it was not"
        }
        DatabaseFault::ReadOnly => {
            "connect to the primary: name all hosts in the URL, with target_session_attrs=read-write on PostgreSQL"
        }
        DatabaseFault::ReadOnlyFile | DatabaseFault::CannotOpen => {
            "the file and its directory must be writable by the current user"
        }
        DatabaseFault::Unreadable => {
            "run this as the owner of the file, or give the current user access to it"
        }
        DatabaseFault::NotAllowed => "grant the rights on the two tables to this database user",
        DatabaseFault::Newer => "use the newer version of amqtt-admin",
        _ => return None,
    })
}

impl From<RecordError> for Failure {
    fn from(error: RecordError) -> Self {
        match error {
            RecordError::Database(error) => error.into(),
            broken => Self::new(Code::BrokenRow, broken)
                .hint("nothing was changed; fix the row in the database; another program wrote it"),
        }
    }
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Database(error) => error.into(),
            error => Self::new(Code::Environment, error),
        }
    }
}

/// The failure of a database that an inventory was to be in.
pub(crate) fn of_inventory(error: DatabaseError) -> Failure {
    let is_foreign = matches!(error.fault, DatabaseFault::NoTables);
    let failure = Failure::from(error);
    match is_foreign {
        true => failure.hint("its tables are not those of an inventory; name another one with --inventory"),
        false => failure,
    }
}

impl From<InventoryError> for Failure {
    fn from(error: InventoryError) -> Self {
        match error {
            InventoryError::Record(RecordError::Database(error)) => of_inventory(error),
            InventoryError::Record(error) => error.into(),
            broken => Self::new(Code::BrokenRow, broken)
                .hint("nothing was changed; fix the row in the database: another program wrote it"),
        }
    }
}

impl From<HashError> for Failure {
    fn from(error: HashError) -> Self {
        Self::new(Code::Environment, error)
    }
}

fn with_hint(failure: Failure, hint: Option<&str>) -> Failure {
    match hint {
        Some(hint) => failure.hint(hint),
        None => failure,
    }
}
