//! The record that a verb keeps, opened as it needs it.

use std::path::Path;

use amqtt_database::DatabaseError;

use super::{Ledger, withdrawn};
use crate::{
    context::Context,
    error::{Failure, Outcome},
    operations::{
        failures, fleet,
        issuing::record::{NoRecord, Record},
        standing::must_be_in_force,
    },
    options::inventory::Recording,
    pki::{Certificate, unix_time},
    store::fleet::{Inventory, Requested, State},
};

/// The record that a verb keeps of what it issues.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Book<'a> {
    pub(crate) recording: &'a Recording,
    /// The CA's certificate, which the inventory is beside by default.
    pub(crate) ca_crt: &'a Path,
}

impl Book<'_> {
    /// Opens the record, or goes on with the ledger that was asked before. The issuer is `None` for a root, which is its own.
    ///
    /// # Errors
    /// [`Code::Environment`](crate::error::Code::Environment) when the inventory cannot be opened or made.
    pub(crate) fn open(
        self,
        context: &Context,
        issuer: Option<&Certificate>,
        asked: Option<Ledger>,
    ) -> Outcome<Box<dyn Record>> {
        if self.recording.no_record {
            return Ok(Box::new(NoRecord));
        }
        let mut inventory = self.inventory(context, asked)?;
        issuer.map_or(Ok(()), |ca| must_be_in_force(&mut inventory, ca))?;
        Ok(Box::new(Ledger::new(inventory, context, issuer)))
    }

    /// Opens the record of a certificate whose key a request has brought, which is not reserved where the inventory knows the
    /// key under another name.
    ///
    /// # Errors
    /// As [`Book::open`].
    pub(crate) fn open_for_request(
        self,
        context: &Context,
        issuer: &Certificate,
        requested: Requested,
        asked: Option<Ledger>,
    ) -> Outcome<Box<dyn Record>> {
        if self.recording.no_record {
            return Ok(Box::new(NoRecord));
        }
        let mut inventory = self.inventory(context, asked)?;
        must_be_in_force(&mut inventory, issuer)?;
        let ledger = Ledger::new(inventory, context, Some(issuer));
        Ok(Box::new(ledger.for_requests(requested)))
    }

    /// Returns the inventory of a ledger that was asked before. While a user thinks about a question, the connection to a
    /// server may be lost, and a file replaced: then it is opened again.
    fn inventory(self, context: &Context, asked: Option<Ledger>) -> Outcome<Inventory> {
        if let Some(ledger) = asked.filter(|_| !context.prompt.can_ask()) {
            return Ok(ledger.inventory);
        }
        let url = self.recording.inventory.url(context, self.ca_crt)?;
        fleet::made_on_demand(&url).map_err(without_record)
    }

    /// Opens the ledger of a bulk verb, whose run it notes; `None` where none is kept.
    ///
    /// # Errors
    /// As [`Book::open`].
    pub(crate) fn ledger(self, context: &Context, issuer: &Certificate) -> Outcome<Option<Ledger>> {
        if self.recording.no_record {
            return Ok(None);
        }
        let url = self.recording.inventory.url(context, self.ca_crt)?;
        let inventory = fleet::made_on_demand(&url).map_err(without_record)?;
        let mut ledger = Ledger::new(inventory, context, Some(issuer));
        ledger.run.batch = Some(unix_time(context.now).to_string());
        Ok(Some(ledger))
    }

    /// Opens the ledger where there is one: a question makes none.
    ///
    /// # Errors
    /// As [`Book::open`].
    pub(crate) fn existing(self, context: &Context, issuer: Option<&Certificate>) -> Outcome<Option<Ledger>> {
        if self.recording.no_record {
            return Ok(None);
        }
        let url = self.recording.inventory.url(context, self.ca_crt)?;
        if url.file().is_some_and(|file| !file.exists()) {
            return Ok(None);
        }
        let inventory = fleet::made_on_demand(&url).map_err(without_record)?;
        Ok(Some(Ledger::new(inventory, context, issuer)))
    }

    /// Marks a certificate that is in its place, whole, as issued, where a run was interrupted after it was published
    /// and before that was written down. Returns whether that was so.
    ///
    /// # Errors
    /// [`Code::Environment`](crate::error::Code::Environment) when there is an inventory that cannot be used.
    pub(crate) fn take_up(
        self,
        context: &Context,
        issuer: Option<&Certificate>,
        certificate: &Certificate,
    ) -> Outcome<bool> {
        match self.existing(context, issuer)? {
            Some(mut ledger) => ledger.take_up(certificate),
            None => Ok(false),
        }
    }

    /// Returns the state of a certificate that the inventory has as no longer in force.
    ///
    /// # Errors
    /// As [`Book::take_up`].
    pub(crate) fn withdrawn(
        self,
        context: &Context,
        issuer: Option<&Certificate>,
        certificate: &Certificate,
    ) -> Outcome<Option<State>> {
        let Some(mut ledger) = self.existing(context, issuer)? else {
            return Ok(None);
        };
        let key = ledger.key_of(certificate);
        Ok(ledger.inventory.row(&key)?.and_then(|row| withdrawn(&row)))
    }

    /// Returns whether a run was interrupted after this certificate was published and before that was written down.
    ///
    /// # Errors
    /// As [`Book::take_up`].
    pub(crate) fn was_interrupted(
        self,
        context: &Context,
        issuer: Option<&Certificate>,
        certificate: &Certificate,
    ) -> Outcome<bool> {
        match self.existing(context, issuer)? {
            Some(mut ledger) => Ok(ledger.reservation_of(certificate)?.is_some()),
            None => Ok(false),
        }
    }
}

/// Says how to do without the inventory.
fn without_record(error: impl Into<Failure>) -> Failure {
    let failure: Failure = error.into();
    let fault = failure.cause().map(|error: &DatabaseError| &error.fault);
    let has_remedy = fault.is_some_and(failures::is_of_disk);
    let failure = failure.context("cannot use the inventory of certificates");
    if has_remedy {
        return failure;
    }
    failure.hint("name another one with --inventory, or issue without a record with --no-record")
}
