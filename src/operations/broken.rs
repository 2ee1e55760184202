//! Rows that somebody else broke: each is reported, and none of them stops a list.

use amqtt_database::BrokenRow;

use crate::{
    context::Context,
    error::{Answer, Code, Failure, Outcome},
    output::List,
};

/// The broken rows that a list came upon.
pub(crate) struct BrokenRows<'a> {
    context: &'a Context,
    count: usize,
}

impl<'a> BrokenRows<'a> {
    pub(crate) fn new(context: &'a Context) -> Self {
        Self { context, count: 0 }
    }

    /// Reports a row.
    pub(crate) fn report(&mut self, row: &BrokenRow) {
        self.count += 1;
        self.context.output.warn(row);
    }

    /// Ends a list: with `none` where there is nothing to list, with a failure where rows are missing from it.
    pub(crate) fn end(self, list: List, none: &str) -> Outcome<Answer> {
        self.end_of(list.end()?, none)
    }

    /// Ends a list of `listed` objects.
    pub(crate) fn end_of(self, listed: usize, none: &str) -> Outcome<Answer> {
        let rows = match self.count {
            0 if listed == 0 => {
                self.context.output.note(none);
                return Ok(Answer::Yes);
            }
            0 => return Ok(Answer::Yes),
            1 => "1 row is".to_owned(),
            count => format!("{count} rows are"),
        };
        let error = anyhow::anyhow!("{rows} broken");
        Err(Failure::new(Code::Environment, error)
            .hint("fix them in the database; another program wrote them"))
    }
}
