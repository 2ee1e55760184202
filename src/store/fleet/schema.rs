//! The tables of the inventory, by numbered steps. A step that was released is never changed: what is to change becomes the
//! next one.

use amqtt_database::migration::{ColumnKind, Index, NewColumn, NewTable, Schema, Step};

/// The inventory.
pub(super) const SCHEMA: Schema = Schema {
    noted_in: "fleet_schema",
    steps: &[
        Step {
            tables: &[CERTIFICATE, ISSUER],
        },
        Step {
            tables: &[CLAIM, CALENDAR],
        },
        Step {
            tables: &[CALENDAR_FILES],
        },
    ],
};

/// The certificates that were issued. Hashes and serials are in lower-case hex, times in seconds since 1970, certificates DER in base64.
const CERTIFICATE: NewTable = NewTable {
    name: "fleet_certificate",
    columns: &[
        // SHA-256 of the issuer's SubjectPublicKeyInfo.
        NewColumn::required("issuer", ColumnKind::Text),
        NewColumn::required("serial", ColumnKind::Text),
        // root, intermediate, server or device.
        NewColumn::required("kind", ColumnKind::Text),
        NewColumn::required("name", ColumnKind::Text),
        // reserved, issued, revoked, held, superseded or abandoned.
        NewColumn::required("state", ColumnKind::Text),
        NewColumn::optional("spki_sha256", ColumnKind::Text),
        NewColumn::optional("cert_sha256", ColumnKind::Text),
        NewColumn::optional("not_before", ColumnKind::Number),
        NewColumn::optional("not_after", ColumnKind::Number),
        NewColumn::optional("revoked_at", ColumnKind::Number),
        NewColumn::optional("reason", ColumnKind::Text),
        NewColumn::optional("issued_at", ColumnKind::Number),
        NewColumn::optional("renewed_from", ColumnKind::Text),
        NewColumn::optional("batch", ColumnKind::Text),
        NewColumn::optional("certificate", ColumnKind::LongText),
    ],
    // Nothing else is unique: certificates from elsewhere may count their serials from 1.
    primary_key: &["issuer", "serial"],
    indexes: &[
        Index {
            name: "fleet_certificate_name",
            columns: &["name", "serial"],
        },
        Index {
            name: "fleet_certificate_spki",
            columns: &["spki_sha256"],
        },
        Index {
            name: "fleet_certificate_not_after",
            columns: &["not_after"],
        },
    ],
};

/// The issuers, each with the revocation list that it signed last.
const ISSUER: NewTable = NewTable {
    name: "fleet_issuer",
    columns: &[
        // SHA-256 of the SubjectPublicKeyInfo.
        NewColumn::required("spki", ColumnKind::Text),
        NewColumn::required("subject", ColumnKind::LongText),
        NewColumn::optional("certificate", ColumnKind::LongText),
        NewColumn::required("state", ColumnKind::Text),
        NewColumn::optional("crl_number", ColumnKind::Number),
        NewColumn::optional("crl_next_update", ColumnKind::Number),
    ],
    primary_key: &["spki"],
    indexes: &[],
};

/// The keys that requests have brought, for as long as the transaction lasts that reserves their certificates: always empty.
const CLAIM: NewTable = NewTable {
    name: "fleet_claim",
    columns: &[
        // SHA-256 of the SubjectPublicKeyInfo.
        NewColumn::required("spki", ColumnKind::Text),
    ],
    primary_key: &["spki"],
    indexes: &[],
};

/// The issuers that signed lists ahead, each with the highest number that one of them has.
const CALENDAR: NewTable = NewTable {
    name: "fleet_calendar",
    columns: &[
        // SHA-256 of the SubjectPublicKeyInfo.
        NewColumn::required("issuer", ColumnKind::Text),
        NewColumn::required("last_number", ColumnKind::Number),
    ],
    primary_key: &["issuer"],
    indexes: &[],
};

/// The files of the lists that issuers signed ahead, so that the rest of them can follow a new revocation.
const CALENDAR_FILES: NewTable = NewTable {
    name: "fleet_calendar_files",
    columns: &[
        // SHA-256 of the SubjectPublicKeyInfo.
        NewColumn::required("issuer", ColumnKind::Text),
        // The absolute path, on the machine with the key.
        NewColumn::required("directory", ColumnKind::LongText),
        // From list to list, in seconds.
        NewColumn::required("period", ColumnKind::Number),
        // The end of the time that was asked for.
        NewColumn::required("ends_at", ColumnKind::Number),
    ],
    primary_key: &["issuer"],
    indexes: &[],
};
