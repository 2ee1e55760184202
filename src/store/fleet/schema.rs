//! The tables of the inventory, by numbered steps. A step that was released is never changed: what is to change becomes the
//! next one.

use amqtt_database::migration::{Index, Kind, NewColumn, NewTable, Schema, Step};

/// The inventory.
pub(super) const SCHEMA: Schema = Schema {
    noted_in: "fleet_schema",
    steps: &[Step {
        tables: &[CERTIFICATE, ISSUER],
    }],
};

/// What was issued. Hashes and serials are in lower-case hex, times in seconds since 1970, certificates DER in base64.
const CERTIFICATE: NewTable = NewTable {
    name: "fleet_certificate",
    columns: &[
        // SHA-256 of the issuer's SubjectPublicKeyInfo.
        NewColumn::required("issuer", Kind::Text),
        NewColumn::required("serial", Kind::Text),
        // root, intermediate, server or device.
        NewColumn::required("kind", Kind::Text),
        NewColumn::required("name", Kind::Text),
        // reserved, issued, revoked, held, superseded or abandoned.
        NewColumn::required("state", Kind::Text),
        NewColumn::optional("spki_sha256", Kind::Text),
        NewColumn::optional("cert_sha256", Kind::Text),
        NewColumn::optional("not_before", Kind::Number),
        NewColumn::optional("not_after", Kind::Number),
        NewColumn::optional("revoked_at", Kind::Number),
        NewColumn::optional("reason", Kind::Text),
        NewColumn::optional("issued_at", Kind::Number),
        NewColumn::optional("renewed_from", Kind::Text),
        NewColumn::optional("batch", Kind::Text),
        NewColumn::optional("certificate", Kind::LongText),
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

/// Who issued, and the revocation list that they signed last.
const ISSUER: NewTable = NewTable {
    name: "fleet_issuer",
    columns: &[
        // SHA-256 of the SubjectPublicKeyInfo.
        NewColumn::required("spki", Kind::Text),
        NewColumn::required("subject", Kind::LongText),
        NewColumn::optional("certificate", Kind::LongText),
        NewColumn::required("state", Kind::Text),
        NewColumn::optional("crl_number", Kind::Number),
        NewColumn::optional("crl_next_update", Kind::Number),
    ],
    primary_key: &["spki"],
    indexes: &[],
};
