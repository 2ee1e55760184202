//! One plug-in for all listeners: with `per_listener_settings true` the broker opens it once for each of them.

use std::{
    cell::RefCell,
    rc::{Rc, Weak},
};

use crate::plugin::Plugin;

type Options = Vec<(String, String)>;

thread_local! {
    /// The plug-in that is open, with its options: on the broker's thread, the only one that calls.
    static OPEN: RefCell<Option<(Options, Weak<Plugin>)>> = const { RefCell::new(None) };
}

/// Returns the plug-in that another listener has opened with the same options, or opens it.
pub(crate) fn get_or_open(given: Options) -> Result<Rc<Plugin>, String> {
    OPEN.with_borrow_mut(|known| {
        if let Some((options, plugin)) = known
            && let Some(plugin) = plugin.upgrade()
        {
            return match *options == given {
                true => Ok(plugin),
                false => Err("the options of all listeners must be the same".to_owned()),
            };
        }
        let plugin = Rc::new(Plugin::open(&given)?);
        *known = Some((given, Rc::downgrade(&plugin)));
        Ok(plugin)
    })
}
