//! One plug-in for all listeners: with `per_listener_settings true` the broker opens it once for each of them.

use std::sync::{Arc, Mutex, PoisonError, Weak};

use crate::plugin::Plugin;

type Options = Vec<(String, String)>;

/// The plug-in that is open, with its options.
static OPEN: Mutex<Option<(Options, Weak<Plugin>)>> = Mutex::new(None);

/// Returns the plug-in that another listener has opened with the same options, or opens it.
pub(crate) fn get_or_open(given: Options) -> Result<Arc<Plugin>, String> {
    let mut known = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((options, plugin)) = known.as_ref()
        && let Some(plugin) = plugin.upgrade()
    {
        return match *options == given {
            true => Ok(plugin),
            false => Err("the options of all listeners must be the same".to_owned()),
        };
    }
    let plugin = Arc::new(Plugin::open(&given)?);
    *known = Some((given, Arc::downgrade(&plugin)));
    Ok(plugin)
}
