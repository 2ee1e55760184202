//! The settings that Mosquitto knows (mosquitto.conf(5), 2.0 and 2.1), by what they apply to.

use crate::operations::doctor::setting::nearest;

/// Settings of the listener above them.
pub(super) const LISTENER: &str = "\
    accept_protocol_versions bind_interface cafile capath certfile ciphers ciphers_tls1.3 crlfile \
    dhparamfile disable_client_cert_date_checks enable_proxy_protocol http_dir keyfile \
    listener_allow_anonymous listener_auto_id_prefix max_connections max_qos max_topic_alias \
    max_topic_alias_broker mount_point protocol proxy_protocol_v2_require_tls psk_hint \
    require_certificate socket_domain tls_engine tls_engine_kpass_sha1 tls_keyform tls_version \
    use_identity_as_username use_subject_as_username use_username_as_clientid websockets_origin";

/// Settings of the whole broker, or, with `per_listener_settings true`, of the listener above them.
pub(super) const SECURITY: &str = "\
    acl_file allow_anonymous allow_zero_length_clientid auth_plugin auth_plugin_deny_special_chars \
    auto_id_prefix password_file plugin plugin_use psk_file";

/// Settings that are `true` or `false`.
pub(super) const SWITCHES: &str = "\
    allow_anonymous allow_duplicate_messages allow_zero_length_clientid autosave_on_changes \
    bridge_attempt_unsubscribe bridge_insecure bridge_outgoing_retain bridge_require_ocsp check_retain_source cleansession \
    connection_messages local_cleansession log_timestamp notifications \
    notifications_local_only per_listener_settings persistence queue_qos0_messages require_certificate \
    retain_available round_robin set_tcp_nodelay try_private upgrade_outgoing_qos use_identity_as_username \
    use_subject_as_username use_username_as_clientid";

/// Settings with a text, which Mosquitto takes once in a scope.
pub(super) const ONCE: &str = "\
    acl_file bind_interface cafile capath certfile ciphers ciphers_tls1.3 crlfile dhparamfile http_dir keyfile mount_point \
    password_file persistence_file persistence_location pid_file psk_file psk_hint tls_version user";

/// Settings with which Mosquitto opens the default listener, before the first `listener`, unless they have these values.
const OPENING: [(&str, &[&str]); 23] = [
    ("bind_interface", &[]),
    ("cafile", &[]),
    ("capath", &[]),
    ("certfile", &[]),
    ("ciphers", &[]),
    ("ciphers_tls1.3", &[]),
    ("crlfile", &[]),
    ("dhparamfile", &[]),
    ("keyfile", &[]),
    ("max_connections", &["-1"]),
    ("max_qos", &["2"]),
    ("mount_point", &[]),
    ("protocol", &["mqtt"]),
    ("psk_hint", &[]),
    ("require_certificate", &OFF),
    ("socket_domain", &[]),
    ("tls_engine", &[]),
    ("use_identity_as_username", &OFF),
    ("use_subject_as_username", &OFF),
    ("use_username_as_clientid", &OFF),
    // With `per_listener_settings true` alone.
    ("allow_zero_length_clientid", &["true", "1"]),
    ("password_file", &[]),
    ("psk_file", &[]),
];
const OFF: [&str; 2] = ["false", "0"];

/// Settings whose names only begin like this.
const PREFIXES: &[&str] = &["auth_opt_", "plugin_opt_"];

/// All others.
pub(super) const OTHER: &str = "\
    address addresses allow_duplicate_messages autosave_interval autosave_on_changes bind_address \
    bridge_alpn bridge_attempt_unsubscribe bridge_bind_address bridge_cafile bridge_capath \
    bridge_certfile bridge_ciphers bridge_ciphers_tls1.3 bridge_clean_session bridge_identity \
    bridge_insecure bridge_keyfile bridge_max_packet_size bridge_max_topic_alias bridge_outgoing_retain \
    bridge_protocol_version bridge_psk bridge_receive_maximum bridge_reload_type bridge_require_ocsp \
    bridge_session_expiry_interval bridge_tcp_keepalive bridge_tcp_user_timeout bridge_tls_use_os_certs \
    bridge_tls_version check_retain_source cleansession clientid clientid_prefixes connection \
    connection_messages enable_control_api global_max_clients global_max_connections global_plugin \
    idle_timeout include_dir keepalive_interval listener local_cleansession local_clientid \
    local_password local_username log_dest log_facility log_level log_timestamp log_timestamp_format \
    log_type max_inflight_bytes max_inflight_messages max_keepalive max_packet_size max_queued_bytes \
    max_queued_messages memory_limit message_size_limit notification_topic notifications \
    notifications_local_only packet_buffer_size password per_listener_settings persistence \
    persistence_file persistence_location persistent_client_expiration pid_file plugin_load port \
    queue_qos0_messages remote_clientid remote_password remote_username restart_timeout retain_available \
    retain_expiry_interval retry_interval round_robin set_tcp_nodelay start_type store_clean_interval \
    sys_interval threshold topic try_private upgrade_outgoing_qos user username websockets_headers_size \
    websockets_log_level";

/// Returns whether a setting is one of a list.
pub(super) fn is_one_of(list: &str, key: &str) -> bool {
    list.split(' ').any(|known| known == key)
}

/// Returns whether a setting before the first `listener` opens a listener.
pub(super) fn opens(key: &str, value: &str, per_listener: bool) -> bool {
    let opening = OPENING.iter().find(|(opening, _)| *opening == key);
    opening.is_some_and(|(_, but)| !but.contains(&value)) && (per_listener || !is_one_of(SECURITY, key))
}

/// Returns whether a setting's name begins as those do whose names only begin alike.
pub(super) fn has_prefix(key: &str) -> bool {
    PREFIXES.iter().any(|prefix| key.starts_with(prefix))
}

/// Returns whether Mosquitto knows a setting.
pub(super) fn is_known(key: &str) -> bool {
    has_prefix(key)
        || [LISTENER, SECURITY, OTHER]
            .iter()
            .any(|list| is_one_of(list, key))
}

/// Returns the known setting that a key was probably meant to be.
pub(super) fn meant(key: &str) -> Option<&'static str> {
    let all = [LISTENER, SECURITY, OTHER]
        .into_iter()
        .flat_map(|list| list.split(' '));
    nearest(key, all)
        .filter(|(distance, _)| *distance <= 3)
        .map(|(_, known)| known)
}
