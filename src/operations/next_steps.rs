//! Next steps with a credential that was created: configurations to paste, with the real names of the files.

use std::{
    fmt::Display,
    path::{Path, PathBuf},
};

use clap::ValueEnum;

use crate::{
    operations::{
        access::SystemUser,
        http_brokers::{self, Tls},
        issue::Defaults,
        service_url::ServiceUrl,
        trust_file::{IssuingCa, Rootless, TrustFile},
    },
    options::pasted::quoted_path,
};

/// A broker that a configuration is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Broker {
    Amqtt,
    AmqttPlugin,
    Mosquitto,
    MosquittoPlugin,
    Emqx,
    GoAuth,
    #[value(name = "nanomq")]
    NanoMq,
    #[value(name = "rabbitmq")]
    RabbitMq,
    // The part of RabbitMQ's that it takes from advanced.config alone.
    #[value(name = "rabbitmq-advanced")]
    RabbitMqAdvanced,
    #[value(name = "vernemq")]
    VerneMq,
}

/// The files that a broker is configured with, and the trust domain of its devices.
#[derive(Debug)]
pub(crate) struct BrokerFiles {
    ca: PathBuf,
    /// A comment above the CA file; empty where it needs none.
    ca_comment: String,
    certificate: PathBuf,
    key: PathBuf,
    trust_domain: Option<String>,
    /// The CA between the trusted one and the devices, where there is one.
    issuing: Option<IssuingCa>,
}

/// Placeholder for a trust domain that is not known.
const DOMAIN_TO_FILL_IN: &str = "my.domain.name";

impl BrokerFiles {
    pub(crate) fn new(
        trust: &TrustFile,
        issuing: Option<IssuingCa>,
        certificate: &Path,
        key: &Path,
        defaults: Option<Defaults>,
    ) -> Self {
        let domain = defaults.and_then(|defaults| defaults.trust_domain.or(defaults.domain_like_name));
        Self {
            ca: absolute(&trust.path),
            ca_comment: root_comment(trust),
            certificate: absolute(certificate),
            key: absolute(key),
            trust_domain: domain.map(|domain| domain.to_string()),
            issuing,
        }
    }

    /// The revocation list of the devices' issuer, whether it exists or not.
    fn list(&self) -> PathBuf {
        let issuing = self.issuing.as_ref().and_then(|ca| ca.path.as_deref());
        issuing
            .map_or_else(|| self.ca.clone(), absolute)
            .with_extension("crl")
    }

    /// The command that signs that list. A broker needs one of every CA above the devices.
    fn list_command(&self) -> &'static str {
        match self.issuing {
            None => "`amqtt-admin ca crl`",
            Some(_) => "`amqtt-admin ca crl --with ca.crl` of the issuing CA",
        }
    }

    /// The setting of a plug-in for the CA between the trusted one and the devices, with its comment; empty where there is none.
    fn intermediates(&self, indentation: &str, setting: impl Fn(String) -> String) -> String {
        let Some(IssuingCa { subject, path }) = &self.issuing else {
            return String::new();
        };
        let (off, path) = match path {
            Some(path) => ("", absolute(path)),
            None => ("# ", PathBuf::from("/etc/issuing-ca.crt")),
        };
        format!(
            "{indentation}# {}, which issues the devices' certificates: the broker passes on a device's own certificate alone\n\
             {indentation}{off}{}\n",
            subject.escape_debug(),
            setting(path.display().to_string()),
        )
    }

    /// The configuration of a broker that admits devices by their certificates, or asks the service at this address.
    pub(crate) fn configuration(&self, broker: Broker, service: &ServiceUrl) -> String {
        let tls = Tls {
            ca: self.ca.display().to_string(),
            ca_comment: &self.ca_comment,
            certificate: self.certificate.display().to_string(),
            key: self.key.display().to_string(),
            list: self.list(),
        };
        match broker {
            Broker::Emqx => http_brokers::EMQX.filled(service, &tls),
            Broker::GoAuth => http_brokers::GO_AUTH.filled(service, &tls),
            Broker::NanoMq => http_brokers::NANOMQ.filled(service, &tls),
            Broker::RabbitMq => http_brokers::RABBITMQ.filled(service, &tls),
            Broker::RabbitMqAdvanced => http_brokers::RABBITMQ_ADVANCED.filled(service, &tls),
            Broker::VerneMq => http_brokers::VERNEMQ.filled(service, &tls),
            Broker::Amqtt => self.amqtt(),
            Broker::AmqttPlugin => self.amqtt_plugin(),
            Broker::Mosquitto => self.mosquitto(),
            Broker::MosquittoPlugin => self.mosquitto_plugin(),
        }
    }

    fn amqtt(&self) -> String {
        let (listener, domain) = (self.amqtt_listener(), self.amqtt_domain("uri_domain"));
        format!("{listener}  amqtt.contrib.cert.UserAuthCertPlugin:\n{domain}{AMQTT_RIGHTS}")
    }

    fn amqtt_plugin(&self) -> String {
        let (listener, domain) = (self.amqtt_listener(), self.amqtt_domain("trust_domain"));
        let list = self.list();
        let off = if list.exists() { "" } else { "# " };
        let intermediates = self.intermediates("    ", |path| format!("intermediates: {}", quoted(path)));
        format!(
            "# pip install amqtt-verifier\n{listener}  amqtt_verifier.VerifierAuthPlugin:\n{domain}{intermediates}    \
             # from {}; without it, revoked devices are admitted\n    {off}crl: {}\n    \
             # accounts and rights, or postgresql://…, mysql://…\n    database_url: {}\n  \
             amqtt_verifier.VerifierTopicPlugin:\n",
            self.list_command(),
            quoted(list.display()),
            quoted(format_args!(
                "sqlite:{}",
                absolute(Path::new("auth.db")).display()
            )),
        )
    }

    /// The part of aMQTT's configuration down to its first plug-in.
    fn amqtt_listener(&self) -> String {
        format!(
            "# the key file must be readable by the user that the broker runs as\nlisteners:\n  default:\n    type: tcp\n    \
             bind: 0.0.0.0:8883\n    ssl: true\n{}    cafile: {}\n    certfile: {}\n    keyfile: {}\nplugins:\n",
            indented(&self.ca_comment),
            quoted(self.ca.display()),
            quoted(self.certificate.display()),
            quoted(self.key.display()),
        )
    }

    fn amqtt_domain(&self, option: &str) -> String {
        let domain = self.trust_domain.as_deref().unwrap_or(DOMAIN_TO_FILL_IN);
        format!(
            "    # the --uri of the devices; a device's client id must be its device id\n    {option}: {}\n",
            quoted(domain)
        )
    }

    fn mosquitto(&self) -> String {
        let list = self.list();
        let off = if list.exists() { "" } else { "# " };
        format!(
            "{}listener 8883\n{}cafile {}\ncertfile {}\nkeyfile {}\nrequire_certificate true\n\
             # from {}; without it, revoked devices are admitted; after each new list, send the broker SIGHUP\n\
             {off}crlfile {}\n\
             # the device id is the user name, and the client id too\nuse_identity_as_username true\n\
             use_username_as_clientid true\n",
            self.mosquitto_key(),
            self.ca_comment,
            self.ca.display(),
            self.certificate.display(),
            self.key.display(),
            self.list_command(),
            list.display(),
        )
    }

    fn mosquitto_plugin(&self) -> String {
        let list = self.list();
        let off = if list.exists() { "" } else { "# " };
        let intermediates = self.intermediates("", |path| format!("plugin_opt_intermediates {path}"));
        format!(
            "allow_anonymous false\nplugin /usr/lib/mosquitto/amqtt_verifier.so\nplugin_opt_trust_domain {}\n\
             plugin_opt_ca_crt {}\n{intermediates}\
             # from {}; without it, revoked devices are admitted\n{off}plugin_opt_crl {}\n\
             # accounts and rights, or postgresql://…, mysql://…\nplugin_opt_database_url sqlite:{}\n\n\
             # devices, by their certificates\n{}listener 8883\n{}cafile {}\ncertfile {}\nkeyfile {}\n\
             require_certificate true\n\n\
             # people and programs of this machine, by their passwords\nlistener 1883 127.0.0.1\n",
            self.trust_domain.as_deref().unwrap_or(DOMAIN_TO_FILL_IN),
            self.ca.display(),
            self.list_command(),
            list.display(),
            absolute(Path::new("auth.db")).display(),
            self.mosquitto_key(),
            self.ca_comment,
            self.ca.display(),
            self.certificate.display(),
            self.key.display(),
        )
    }

    /// The command that lets Mosquitto's own user read the key; empty where it already can.
    fn mosquitto_key(&self) -> String {
        const COPY: &str = "/etc/mosquitto/certs/broker.key";
        let user = SystemUser::find("mosquitto");
        if user.and_then(|user| user.can_read(&self.key)) == Some(true) {
            return String::new();
        }
        format!(
            "# Mosquitto's service runs as the user mosquitto, which cannot read the key. Give it a copy, and set keyfile to \
             {COPY}:\n#   sudo install -o mosquitto -m 400 {} {COPY}\n",
            quoted_path(&self.key),
        )
    }
}

/// A comment about the change that the CA file needs before it can be trusted; empty where it needs none.
fn root_comment(trust: &TrustFile) -> String {
    match &trust.rootless {
        None => String::new(),
        Some(Rootless { issuer, .. }) => format!(
            "# append the certificate of {} to the CA file: OpenSSL trusts no CA without its root\n",
            issuer.escape_debug()
        ),
    }
}

/// A comment in the settings of a listener of aMQTT.
fn indented(comment: &str) -> String {
    match comment {
        "" => String::new(),
        comment => format!("    {comment}"),
    }
}

/// The configuration of topic rights in an unmodified aMQTT, to be uncommented.
const AMQTT_RIGHTS: &str = "  # Topic rights: uncomment all four lines, and give every device an account of its id (`amqtt-admin user add -c ID`).
  # aMQTT takes the rights of the user name that a client gives, not of its certificate: without a user name it has none,
  # and without UserAuthDBPlugin a device can give the name of another.
  # amqtt.contrib.auth_db.UserAuthDBPlugin:
  #   connection: sqlite+aiosqlite:///auth.db
  # amqtt.contrib.auth_db.TopicAuthDBPlugin:
  #   connection: sqlite+aiosqlite:///auth.db
";

/// The names by which clients reach a broker, and how to add localhost, the one that is tried first.
pub(crate) fn broker_names(ca: &Path, certificate: &Path, dns: &[String], ip: &[String]) -> String {
    let is_host = |name: &&String| !name.contains('*');
    let Some(name) = dns.iter().filter(is_host).chain(ip).next() else {
        return String::new();
    };
    let localhost = match dns.iter().any(|name| name == "localhost") {
        true => "",
        false => "; for the name localhost, create it with `--dns localhost`",
    };
    let ca = match ca == Path::new("ca.crt") {
        true => String::new(),
        false => format!(" --ca-crt {}", quoted_path(ca)),
    };
    format!(
        "Clients must connect to a name in the certificate, such as {name}{localhost}. Check it with \
         `amqtt-admin server verify {}{ca} --hostname {name}`.",
        quoted_path(certificate)
    )
}

/// The command that makes the broker's credential, for a CA in these files.
pub(crate) fn broker_credential(ca: &Path, key: &Path) -> String {
    signed_by("amqtt-admin server create --cn HOST", ca, key)
}

/// The command that makes an issuing CA, below a root in these files.
pub(crate) fn intermediate(ca: &Path, key: &Path) -> String {
    signed_by("amqtt-admin ca intermediate --cn NAME", ca, key)
}

/// A command with the files of the CA that signs, where they are not those that it uses by default.
fn signed_by(command: &str, ca: &Path, key: &Path) -> String {
    if key == Path::new("ca.key") {
        return command.to_owned();
    }
    format!(
        "{command} --ca-key {} --ca-crt {}",
        quoted_path(key),
        quoted_path(ca)
    )
}

/// Returns a command that tries a broker with this certificate, by a name that is in it.
pub(crate) fn first_connection(dns: &[String], ip: &[String]) -> String {
    let host = dns.iter().find(|name| !name.starts_with("*.")).or(ip.first());
    let host = host.map_or("HOST", String::as_str);
    let known = dns.iter().any(|name| name == "localhost");
    let localhost = match known {
        true => "",
        false => {
            "\nlocalhost is not in the certificate; add it with --dns localhost, or connect to an address that is."
        }
    };
    format!("Then connect to a name that is in the certificate: mosquitto_sub -h {host} -p 8883 …{localhost}")
}

/// Returns a command with which a device connects, and the configuration of aMQTT's client.
pub(crate) fn device_client(trust: &TrustFile, certificate: &Path, key: &Path, id: &str) -> String {
    let [ca, certificate, key] = [&trust.path, certificate, key].map(absolute);
    format!(
        "{}mosquitto_pub -h BROKER -p 8883 --cafile {} --cert {} --key {} -i {id} -t TOPIC -m hello\n\n\
         # aMQTT's client takes its client id from the command line alone:\n\
         # amqtt_pub -c client.yaml --url mqtts://BROKER:8883 -i {id} -t TOPIC -m hello\n\
         connection:\n  uri: mqtts://BROKER:8883\n  cafile: {}\n  certfile: {}\n  keyfile: {}\n",
        root_comment(trust),
        quoted_path(&ca),
        quoted_path(&certificate),
        quoted_path(&key),
        quoted(ca.display()),
        quoted(certificate.display()),
        quoted(key.display()),
    )
}

/// The configuration of aMQTT's client for a credential beside it, as an archive has it, and how to try it.
pub(crate) fn bundled_client(id: &str) -> String {
    format!(
        "# In this directory:\n\
         #   mosquitto_pub -h BROKER -p 8883 --cafile ca.crt --cert {id}.crt --key {id}.key -i {id} -t TOPIC -m hello\n\
         # aMQTT's client takes its client id from the command line alone:\n\
         #   amqtt_pub -c client.yaml --url mqtts://BROKER:8883 -i {id} -t TOPIC -m hello\n\
         connection:\n  uri: mqtts://BROKER:8883\n  cafile: ca.crt\n  certfile: {id}.crt\n  keyfile: {id}.key\n"
    )
}

/// A configuration is read from elsewhere, so its files are named from the root.
fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// A YAML double-quoted scalar, of which JSON's strings are a part (YAML 1.2.2, 7.3.1).
fn quoted(text: impl Display) -> String {
    serde_json::Value::String(text.to_string()).to_string()
}
