
use builtin;
use str;

set edit:completion:arg-completer[amqtt-admin] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'amqtt-admin'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'amqtt-admin'= {
            cand --format 'Output format'
            cand --color 'When to use color; NO_COLOR turns it off too'
            cand -q 'Print only warnings and errors to stderr'
            cand --quiet 'Print only warnings and errors to stderr'
            cand -v 'Print more details to stderr'
            cand --verbose 'Print more details to stderr'
            cand -y 'Assume yes for all confirmations'
            cand --yes 'Assume yes for all confirmations'
            cand --no-input 'Never prompt; fail if a value is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand ca 'Manage the certificate authority, the root of trust for the broker and the devices'
            cand server 'Manage the broker''s credential'
            cand device 'Manage the devices'' credentials'
            cand user 'Manage accounts: who may log in with a password'
            cand topic 'Manage topic rights: what each client may publish, subscribe to, and receive'
            cand completions 'Generate shell completions'
            cand man 'Show or write manual pages'
            cand version 'Print the version'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'amqtt-admin;ca'= {
            cand --format 'Output format'
            cand --color 'When to use color; NO_COLOR turns it off too'
            cand -q 'Print only warnings and errors to stderr'
            cand --quiet 'Print only warnings and errors to stderr'
            cand -v 'Print more details to stderr'
            cand --verbose 'Print more details to stderr'
            cand -y 'Assume yes for all confirmations'
            cand --yes 'Assume yes for all confirmations'
            cand --no-input 'Never prompt; fail if a value is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand create 'Create the key and certificate of a root CA: ca.key and ca.crt'
            cand intermediate 'Create an issuing CA below another one: intermediate.key and intermediate.crt'
            cand crl 'Sign the revocation list of the CA, ca.crl, and put it in the place of the one before'
            cand revoke 'Revoke certificates of issuing CAs for good'
            cand status 'Say what of the CA, its certificates and its revocation list needs attention'
            cand show 'Show the CA: fingerprint, expiry, and whether key and certificate belong together'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'amqtt-admin;ca;create'= {
            cand --cn 'Common name of the CA'
            cand --country 'Country of the CA (two-letter code)'
            cand --state 'State or province of the CA'
            cand --locality 'Locality of the CA'
            cand --org-name 'Organization of the CA'
            cand --uri 'Default trust domain for its devices'
            cand --trust-domain 'Default trust domain for its devices'
            cand --path-len 'Maximum number of intermediate CAs below this one'
            cand --output-dir 'Directory for the files; it must exist'
            cand --key-type 'Type of the new key [default: ecdsa-p256]'
            cand --inventory 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]'
            cand --inventory-password-file 'File with the password of the inventory''s database user'
            cand --days 'Days until the certificate expires'
            cand --passphrase-file 'Encrypt the key with the passphrase in this file'
            cand --if-exists 'What to do if the target already exists'
            cand --format 'Output format'
            cand --color 'When to use color; NO_COLOR turns it off too'
            cand --no-record 'Do not record the certificate in the inventory'
            cand --force-ca 'Replace an existing CA, keeping the old files as *.old'
            cand -q 'Print only warnings and errors to stderr'
            cand --quiet 'Print only warnings and errors to stderr'
            cand -v 'Print more details to stderr'
            cand --verbose 'Print more details to stderr'
            cand -y 'Assume yes for all confirmations'
            cand --yes 'Assume yes for all confirmations'
            cand --no-input 'Never prompt; fail if a value is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;ca;intermediate'= {
            cand --cn 'Common name of the CA'
            cand --country 'Country of the CA (two-letter code)'
            cand --state 'State or province of the CA'
            cand --locality 'Locality of the CA'
            cand --org-name 'Organization of the CA'
            cand --uri 'Default trust domain for its devices'
            cand --trust-domain 'Default trust domain for its devices'
            cand --name 'Name of the files, without .key and .crt'
            cand --ca-key 'Private key of the CA'
            cand --ca-crt 'Certificate of the CA'
            cand --passphrase-file 'File with the passphrase of the CA key'
            cand --output-dir 'Directory for the files; it must exist'
            cand --key-type 'Type of the new key [default: ecdsa-p256]'
            cand --inventory 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]'
            cand --inventory-password-file 'File with the password of the inventory''s database user'
            cand --days 'Days until the certificate expires, at most those of the CA above it'
            cand --new-passphrase-file 'Encrypt the new key with the passphrase in this file'
            cand --if-exists 'What to do if the target already exists'
            cand --format 'Output format'
            cand --color 'When to use color; NO_COLOR turns it off too'
            cand --no-record 'Do not record the certificate in the inventory'
            cand --force-ca 'Replace an existing CA, keeping the old files as *.old'
            cand -q 'Print only warnings and errors to stderr'
            cand --quiet 'Print only warnings and errors to stderr'
            cand -v 'Print more details to stderr'
            cand --verbose 'Print more details to stderr'
            cand -y 'Assume yes for all confirmations'
            cand --yes 'Assume yes for all confirmations'
            cand --no-input 'Never prompt; fail if a value is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;ca;crl'= {
            cand --to 'File of the list [default: beside the CA certificate, ca.crl beside ca.crt]'
            cand --days 'Days until the list lapses, at most those of the CA'
            cand --with 'File with other issuers'' lists that go into the same file; may be given several times'
            cand --ahead 'Sign a calendar of lists for so long, while the key is at hand'
            cand --every 'Time from list to list of the calendar; each is good for two'
            cand --output-dir 'Directory of the calendar; it must exist'
            cand --publish 'Put the list of this calendar that is in force in its place, without the key'
            cand --check 'Check a list instead: whether it lapses soon, lacks a revocation, is older than another, or is none'
            cand --expires-within 'With --check, how soon a list may lapse'
            cand --ca-key 'Private key of the CA'
            cand --ca-crt 'Certificate of the CA'
            cand --passphrase-file 'File with the passphrase of the CA key'
            cand --inventory 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]'
            cand --inventory-password-file 'File with the password of the inventory''s database user'
            cand --format 'Output format'
            cand --color 'When to use color; NO_COLOR turns it off too'
            cand --der 'Write the list in DER too, to a file of the same name and .der'
            cand --force 'Replace the list even by an older one, or by one that has lost certificates'
            cand -q 'Print only warnings and errors to stderr'
            cand --quiet 'Print only warnings and errors to stderr'
            cand -v 'Print more details to stderr'
            cand --verbose 'Print more details to stderr'
            cand -y 'Assume yes for all confirmations'
            cand --yes 'Assume yes for all confirmations'
            cand --no-input 'Never prompt; fail if a value is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;ca;revoke'= {
            cand --serial 'Serial number of a certificate of this CA, in hex; may be given several times'
            cand --cert 'A certificate of this CA, be it in the inventory or not; may be given several times'
            cand --from 'File with one name a line, or - for stdin'
            cand --reason 'Reason for the revocation'
            cand --if-missing 'What to do if the target does not exist'
            cand --ca-key 'Private key of the CA'
            cand --ca-crt 'Certificate of the CA'
            cand --passphrase-file 'File with the passphrase of the CA key'
            cand --inventory 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]'
            cand --inventory-password-file 'File with the password of the inventory''s database user'
            cand --format 'Output format'
            cand --color 'When to use color; NO_COLOR turns it off too'
            cand --crl 'Sign the revocation list at once'
            cand -q 'Print only warnings and errors to stderr'
            cand --quiet 'Print only warnings and errors to stderr'
            cand -v 'Print more details to stderr'
            cand --verbose 'Print more details to stderr'
            cand -y 'Assume yes for all confirmations'
            cand --yes 'Assume yes for all confirmations'
            cand --no-input 'Never prompt; fail if a value is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;ca;status'= {
            cand --expires-within 'Span within which certificates that expire are a problem'
            cand --crl-within 'Span within which a revocation list that lapses is a problem'
            cand --crl 'Revocation list that brokers read [default: beside the CA certificate, ca.crl beside ca.crt]'
            cand --ca-crt 'Certificate of the CA'
            cand --inventory 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]'
            cand --inventory-password-file 'File with the password of the inventory''s database user'
            cand --format 'Output format'
            cand --color 'When to use color; NO_COLOR turns it off too'
            cand --prometheus 'Print metrics in the text format of Prometheus'
            cand -q 'Print only warnings and errors to stderr'
            cand --quiet 'Print only warnings and errors to stderr'
            cand -v 'Print more details to stderr'
            cand --verbose 'Print more details to stderr'
            cand -y 'Assume yes for all confirmations'
            cand --yes 'Assume yes for all confirmations'
            cand --no-input 'Never prompt; fail if a value is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;ca;show'= {
            cand --ca-key 'Private key of the CA'
            cand --ca-crt 'Certificate of the CA'
            cand --passphrase-file 'File with the passphrase of the CA key'
            cand --format 'Output format'
            cand --color 'When to use color; NO_COLOR turns it off too'
            cand -q 'Print only warnings and errors to stderr'
            cand --quiet 'Print only warnings and errors to stderr'
            cand -v 'Print more details to stderr'
            cand --verbose 'Print more details to stderr'
            cand -y 'Assume yes for all confirmations'
            cand --yes 'Assume yes for all confirmations'
            cand --no-input 'Never prompt; fail if a value is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;ca;help'= {
            cand create 'Create the key and certificate of a root CA: ca.key and ca.crt'
            cand intermediate 'Create an issuing CA below another one: intermediate.key and intermediate.crt'
            cand crl 'Sign the revocation list of the CA, ca.crl, and put it in the place of the one before'
            cand revoke 'Revoke certificates of issuing CAs for good'
            cand status 'Say what of the CA, its certificates and its revocation list needs attention'
            cand show 'Show the CA: fingerprint, expiry, and whether key and certificate belong together'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'amqtt-admin;ca;help;create'= {
        }
        &'amqtt-admin;ca;help;intermediate'= {
        }
        &'amqtt-admin;ca;help;crl'= {
        }
        &'amqtt-admin;ca;help;revoke'= {
        }
        &'amqtt-admin;ca;help;status'= {
        }
        &'amqtt-admin;ca;help;show'= {
        }
        &'amqtt-admin;ca;help;help'= {
        }
        &'amqtt-admin;server'= {
            cand --format 'Output format'
            cand --color 'When to use color; NO_COLOR turns it off too'
            cand -q 'Print only warnings and errors to stderr'
            cand --quiet 'Print only warnings and errors to stderr'
            cand -v 'Print more details to stderr'
            cand --verbose 'Print more details to stderr'
            cand -y 'Assume yes for all confirmations'
            cand --yes 'Assume yes for all confirmations'
            cand --no-input 'Never prompt; fail if a value is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand create 'Create the key and certificate of the broker, server.key and server.crt'
            cand show 'Show a broker''s certificate, or a broker configuration that uses it'
            cand sign 'Sign a broker''s certificate request, into server.crt'
            cand list 'List the brokers'' certificates in the inventory'
            cand renew 'Renew the certificate of a broker that is about to expire'
            cand revoke 'Revoke certificates of brokers for good'
            cand verify 'Check whether a client that trusts the CA would accept the certificate for a host'
            cand doctor 'Find what is wrong with a broker''s configuration'
            cand probe 'Prove what a live broker admits and refuses'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'amqtt-admin;server;create'= {
            cand --cn 'Host name or IP address of the broker (any text if --dns or --ip is given)'
            cand --country 'Country of the broker (two-letter code) [default: the CA''s]'
            cand --org-name 'Organization of the broker [default: the CA''s]'
            cand --dns 'Further host names that clients use, which may begin with ''*.'''
            cand --ip 'Further addresses that clients use'
            cand --ca-key 'Private key of the CA'
            cand --ca-crt 'Certificate of the CA'
            cand --passphrase-file 'File with the passphrase of the CA key'
            cand --output-dir 'Directory for the files; it must exist'
            cand --key-type 'Type of the new key [default: ecdsa-p256]'
            cand --inventory 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]'
            cand --inventory-password-file 'File with the password of the inventory''s database user'
            cand --days 'Days until the certificate expires, at most those of the CA'
            cand --key 'Certify this existing private key instead of generating one'
            cand --if-exists 'What to do if the target already exists'
            cand --format 'Output format'
            cand --color 'When to use color; NO_COLOR turns it off too'
            cand --no-loopback 'Leave out 127.0.0.1'
            cand --no-record 'Do not record the certificate in the inventory'
            cand --force 'Replace existing files, keeping the old ones as *.old'
            cand -q 'Print only warnings and errors to stderr'
            cand --quiet 'Print only warnings and errors to stderr'
            cand -v 'Print more details to stderr'
            cand --verbose 'Print more details to stderr'
            cand -y 'Assume yes for all confirmations'
            cand --yes 'Assume yes for all confirmations'
            cand --no-input 'Never prompt; fail if a value is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;server;show'= {
            cand --config 'Print the configuration of this broker instead'
            cand --ca-crt 'Certificate of the CA'
            cand --key 'Private key to check against the certificate; with --config, the one in the configuration [default there: the certificate''s name with .key]'
            cand --format 'Output format'
            cand --color 'When to use color; NO_COLOR turns it off too'
            cand -q 'Print only warnings and errors to stderr'
            cand --quiet 'Print only warnings and errors to stderr'
            cand -v 'Print more details to stderr'
            cand --verbose 'Print more details to stderr'
            cand -y 'Assume yes for all confirmations'
            cand --yes 'Assume yes for all confirmations'
            cand --no-input 'Never prompt; fail if a value is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;server;sign'= {
            cand --csr 'Certificate request in PEM or DER; - for stdin'
            cand --cn 'Host name or IP address of the broker (any text if --dns or --ip is given)'
            cand --country 'Country of the broker (two-letter code) [default: the CA''s]'
            cand --org-name 'Organization of the broker [default: the CA''s]'
            cand --dns 'Further host names that clients use, which may begin with ''*.'''
            cand --ip 'Further addresses that clients use'
            cand --ca-key 'Private key of the CA'
            cand --ca-crt 'Certificate of the CA'
            cand --passphrase-file 'File with the passphrase of the CA key'
            cand --output-dir 'Directory for the files; it must exist'
            cand --inventory 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]'
            cand --inventory-password-file 'File with the password of the inventory''s database user'
            cand --days 'Days until the certificate expires, at most those of the CA'
            cand --format 'Output format'
            cand --color 'When to use color; NO_COLOR turns it off too'
            cand --stdout 'Write the certificate to stdout instead of a file'
            cand --allow-shared-key 'Sign a key that is recorded under another name too (never that of the CA)'
            cand --force 'Replace an existing certificate, keeping the old one as *.old'
            cand --no-loopback 'Leave out 127.0.0.1'
            cand --no-record 'Do not record the certificate in the inventory'
            cand -q 'Print only warnings and errors to stderr'
            cand --quiet 'Print only warnings and errors to stderr'
            cand -v 'Print more details to stderr'
            cand --verbose 'Print more details to stderr'
            cand -y 'Assume yes for all confirmations'
            cand --yes 'Assume yes for all confirmations'
            cand --no-input 'Never prompt; fail if a value is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;server;list'= {
            cand --state 'Only certificates in this state; may be given several times'
            cand --expires-within 'Only certificates that expire within this time'
            cand --ca-crt 'Certificate of the CA'
            cand --inventory 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]'
            cand --inventory-password-file 'File with the password of the inventory''s database user'
            cand --format 'Output format'
            cand --color 'When to use color; NO_COLOR turns it off too'
            cand --expired 'Only certificates that have expired'
            cand -q 'Print only warnings and errors to stderr'
            cand --quiet 'Print only warnings and errors to stderr'
            cand -v 'Print more details to stderr'
            cand --verbose 'Print more details to stderr'
            cand -y 'Assume yes for all confirmations'
            cand --yes 'Assume yes for all confirmations'
            cand --no-input 'Never prompt; fail if a value is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;server;renew'= {
            cand --expires-within 'Renew what has less than this left, as in 30d [default: a third of its lifetime; of those named, all]'
            cand --spread 'Leave out for up to this long what can wait, by a hash of the name, as in 7d'
            cand --key-type 'Type of the new key [default: that of the old key]'
            cand --ca-key 'Private key of the CA'
            cand --ca-crt 'Certificate of the CA'
            cand --passphrase-file 'File with the passphrase of the CA key'
            cand --output-dir 'Directory for the files; it must exist'
            cand --inventory 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]'
            cand --inventory-password-file 'File with the password of the inventory''s database user'
            cand --format 'Output format'
            cand --color 'When to use color; NO_COLOR turns it off too'
            cand --reuse-key 'Keep the private key, which may be elsewhere, as after a certificate request'
            cand --revoke-old 'Revoke the old certificates at once, with the reason superseded'
            cand --dry-run 'Say what would be renewed, without changing anything'
            cand -q 'Print only warnings and errors to stderr'
            cand --quiet 'Print only warnings and errors to stderr'
            cand -v 'Print more details to stderr'
            cand --verbose 'Print more details to stderr'
            cand -y 'Assume yes for all confirmations'
            cand --yes 'Assume yes for all confirmations'
            cand --no-input 'Never prompt; fail if a value is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;server;revoke'= {
            cand --serial 'Serial number of a certificate of this CA, in hex; may be given several times'
            cand --cert 'A certificate of this CA, be it in the inventory or not; may be given several times'
            cand --from 'File with one name a line, or - for stdin'
            cand --reason 'Reason for the revocation'
            cand --if-missing 'What to do if the target does not exist'
            cand --ca-key 'Private key of the CA'
            cand --ca-crt 'Certificate of the CA'
            cand --passphrase-file 'File with the passphrase of the CA key'
            cand --inventory 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]'
            cand --inventory-password-file 'File with the password of the inventory''s database user'
            cand --format 'Output format'
            cand --color 'When to use color; NO_COLOR turns it off too'
            cand --superseded 'Revoke every certificate that another one has taken the place of'
            cand --crl 'Sign the revocation list at once'
            cand -q 'Print only warnings and errors to stderr'
            cand --quiet 'Print only warnings and errors to stderr'
            cand -v 'Print more details to stderr'
            cand --verbose 'Print more details to stderr'
            cand -y 'Assume yes for all confirmations'
            cand --yes 'Assume yes for all confirmations'
            cand --no-input 'Never prompt; fail if a value is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;server;verify'= {
            cand --ca-crt 'Certificate of the CA'
            cand --hostname 'Host name or IP address that clients connect to'
            cand --key 'Private key that must belong to the certificate'
            cand --format 'Output format'
            cand --color 'When to use color; NO_COLOR turns it off too'
            cand -q 'Print only warnings and errors to stderr'
            cand --quiet 'Print only warnings and errors to stderr'
            cand -v 'Print more details to stderr'
            cand --verbose 'Print more details to stderr'
            cand -y 'Assume yes for all confirmations'
            cand --yes 'Assume yes for all confirmations'
            cand --no-input 'Never prompt; fail if a value is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;server;doctor'= {
            cand --kind 'Broker that the configuration is for [default: by the name of the file, or its contents]'
            cand --hostname 'Host name or IP address that clients connect to; may be given several times'
            cand --user 'User that the broker runs as [default for Mosquitto: by its configuration, else mosquitto]'
            cand --expires-within 'How soon a certificate may expire'
            cand --crl-within 'How soon a revocation list may lapse'
            cand --format 'Output format'
            cand --color 'When to use color; NO_COLOR turns it off too'
            cand -q 'Print only warnings and errors to stderr'
            cand --quiet 'Print only warnings and errors to stderr'
            cand -v 'Print more details to stderr'
            cand --verbose 'Print more details to stderr'
            cand -y 'Assume yes for all confirmations'
            cand --yes 'Assume yes for all confirmations'
            cand --no-input 'Never prompt; fail if a value is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;server;probe'= {
            cand --as 'Device that must be admitted, and under its own client id alone'
            cand --cert 'Certificate of that device, with its chain after it [default: ID.crt]'
            cand --key 'Private key of that device [default: the certificate''s name with .key]'
            cand --canary 'Directory of an expired and a revoked credential that must be refused; they are made where they do not exist, with the CA key'
            cand --database-url 'Database with the rights of that device, which the broker must keep'
            cand --db-password-file 'File with the password of the database user'
            cand --uri 'Trust domain of the devices [default: the CA''s]'
            cand --trust-domain 'Trust domain of the devices [default: the CA''s]'
            cand --timeout 'Time that each attempt to connect may take'
            cand --ca-key 'Private key of the CA'
            cand --ca-crt 'Certificate of the CA'
            cand --passphrase-file 'File with the passphrase of the CA key'
            cand --inventory 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]'
            cand --inventory-password-file 'File with the password of the inventory''s database user'
            cand --format 'Output format'
            cand --color 'When to use color; NO_COLOR turns it off too'
            cand -q 'Print only warnings and errors to stderr'
            cand --quiet 'Print only warnings and errors to stderr'
            cand -v 'Print more details to stderr'
            cand --verbose 'Print more details to stderr'
            cand -y 'Assume yes for all confirmations'
            cand --yes 'Assume yes for all confirmations'
            cand --no-input 'Never prompt; fail if a value is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;server;help'= {
            cand create 'Create the key and certificate of the broker, server.key and server.crt'
            cand show 'Show a broker''s certificate, or a broker configuration that uses it'
            cand sign 'Sign a broker''s certificate request, into server.crt'
            cand list 'List the brokers'' certificates in the inventory'
            cand renew 'Renew the certificate of a broker that is about to expire'
            cand revoke 'Revoke certificates of brokers for good'
            cand verify 'Check whether a client that trusts the CA would accept the certificate for a host'
            cand doctor 'Find what is wrong with a broker''s configuration'
            cand probe 'Prove what a live broker admits and refuses'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'amqtt-admin;server;help;create'= {
        }
        &'amqtt-admin;server;help;show'= {
        }
        &'amqtt-admin;server;help;sign'= {
        }
        &'amqtt-admin;server;help;list'= {
        }
        &'amqtt-admin;server;help;renew'= {
        }
        &'amqtt-admin;server;help;revoke'= {
        }
        &'amqtt-admin;server;help;verify'= {
        }
        &'amqtt-admin;server;help;doctor'= {
        }
        &'amqtt-admin;server;help;probe'= {
        }
        &'amqtt-admin;server;help;help'= {
        }
        &'amqtt-admin;device'= {
            cand --format 'Output format'
            cand --color 'When to use color; NO_COLOR turns it off too'
            cand -q 'Print only warnings and errors to stderr'
            cand --quiet 'Print only warnings and errors to stderr'
            cand -v 'Print more details to stderr'
            cand --verbose 'Print more details to stderr'
            cand -y 'Assume yes for all confirmations'
            cand --yes 'Assume yes for all confirmations'
            cand --no-input 'Never prompt; fail if a value is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand create 'Create the key and certificate of a device, ID.key and ID.crt'
            cand import 'Create the keys and certificates of many devices, from a file or by number'
            cand reconcile 'Take certificates into the inventory that it does not know, and report those that are missing'
            cand export 'Export the credential of a device in a form that devices take'
            cand sign 'Sign a device''s certificate request, into ID.crt'
            cand show 'Show a device''s certificate, or all that the inventory knows of a device'
            cand list 'List the devices'' certificates in the inventory'
            cand forecast 'Say how many device certificates expire, week by week'
            cand renew 'Renew certificates of devices that are about to expire'
            cand revoke 'Revoke certificates of devices for good'
            cand suspend 'Put certificates of devices on hold'
            cand resume 'Take certificates of devices off hold'
            cand verify 'Check whether a broker would admit a certificate as a client, and which rule refuses it if not'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'amqtt-admin;device;create'= {
            cand --device-id 'Device id, which is also the MQTT client id and names the files'
            cand --uri 'Trust domain of the device [default: the one in the CA certificate]'
            cand --trust-domain 'Trust domain of the device [default: the one in the CA certificate]'
            cand --country 'Country of the device (two-letter code) [default: the CA''s]'
            cand --org-name 'Organization of the device [default: the CA''s]'
            cand --ca-key 'Private key of the CA'
            cand --ca-crt 'Certificate of the CA'
            cand --passphrase-file 'File with the passphrase of the CA key'
            cand --output-dir 'Directory for the files; it must exist'
            cand --key-type 'Type of the new key [default: ecdsa-p256]'
            cand --inventory 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]'
            cand --inventory-password-file 'File with the password of the inventory''s database user'
            cand --days 'Days until the certificate expires, at most those of the CA'
            cand --key 'Certify this existing private key instead of generating one'
            cand --if-exists 'What to do if the target already exists'
            cand --format 'Output format'
            cand --color 'When to use color; NO_COLOR turns it off too'
            cand --svid 'Issue a strictly conforming X509-SVID (clientAuth and serverAuth)'
            cand --no-record 'Do not record the certificate in the inventory'
            cand --force 'Replace existing files, keeping the old ones as *.old'
            cand -q 'Print only warnings and errors to stderr'
            cand --quiet 'Print only warnings and errors to stderr'
            cand -v 'Print more details to stderr'
            cand --verbose 'Print more details to stderr'
            cand -y 'Assume yes for all confirmations'
            cand --yes 'Assume yes for all confirmations'
            cand --no-input 'Never prompt; fail if a value is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;device;import'= {
            cand --from 'Form of the file [default: guessed from its name or its first character]'
            cand --count 'Number of devices, instead of a file'
            cand --pattern 'Device ids with a place for a number, as in sensor-{:06} (with --count)'
            cand --start 'First number (with --count)'
            cand --uri 'Trust domain of the devices [default: the one in the CA certificate]'
            cand --trust-domain 'Trust domain of the devices [default: the one in the CA certificate]'
            cand --country 'Country of the devices (two-letter code) [default: the CA''s]'
            cand --org-name 'Organization of the devices [default: the CA''s]'
            cand --ca-key 'Private key of the CA'
            cand --ca-crt 'Certificate of the CA'
            cand --passphrase-file 'File with the passphrase of the CA key'
            cand --output-dir 'Directory for the files; it must exist'
            cand --layout 'Arrangement of the files in the directory'
            cand --stream 'Write keys and certificates to stdout instead of files'
            cand --have 'What arrived of an earlier stream; only the rest is issued (with --stream)'
            cand --jitter 'End each certificate up to this much sooner, by a hash of the device id, as in 30d'
            cand --key-type 'Type of the new key [default: ecdsa-p256]'
            cand --inventory 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]'
            cand --inventory-password-file 'File with the password of the inventory''s database user'
            cand --days 'Days until the certificates expire, at most those of the CA'
            cand --format 'Output format'
            cand --color 'When to use color; NO_COLOR turns it off too'
            cand --svid 'Issue strictly conforming X509-SVIDs (clientAuth and serverAuth)'
            cand --allow-shared-key 'Sign a key that is recorded under another name too (never that of the CA)'
            cand --no-record 'Do not record the certificate in the inventory'
            cand --dry-run 'Check everything and say how many devices there are and how much space they take, without issuing any'
            cand -q 'Print only warnings and errors to stderr'
            cand --quiet 'Print only warnings and errors to stderr'
            cand -v 'Print more details to stderr'
            cand --verbose 'Print more details to stderr'
            cand -y 'Assume yes for all confirmations'
            cand --yes 'Assume yes for all confirmations'
            cand --no-input 'Never prompt; fail if a value is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;device;reconcile'= {
            cand --ca-key 'Private key of the CA'
            cand --ca-crt 'Certificate of the CA'
            cand --passphrase-file 'File with the passphrase of the CA key'
            cand --inventory 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]'
            cand --inventory-password-file 'File with the password of the inventory''s database user'
            cand --format 'Output format'
            cand --color 'When to use color; NO_COLOR turns it off too'
            cand --no-record 'Do not record the certificate in the inventory'
            cand -q 'Print only warnings and errors to stderr'
            cand --quiet 'Print only warnings and errors to stderr'
            cand -v 'Print more details to stderr'
            cand --verbose 'Print more details to stderr'
            cand -y 'Assume yes for all confirmations'
            cand --yes 'Assume yes for all confirmations'
            cand --no-input 'Never prompt; fail if a value is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;device;export'= {
            cand --to 'Form to export to'
            cand --dir 'Directory with the files of the device'
            cand --ca-crt 'Certificate of the CA'
            cand --output-dir 'Directory for the files; it must exist'
            cand --passphrase-file 'File with the passphrase of the PKCS#12 file (one trailing newline is dropped)'
            cand --format 'Output format'
            cand --color 'When to use color; NO_COLOR turns it off too'
            cand --random-passphrase 'Draw a passphrase of 100 random bits for the PKCS#12 file, shown once in the report'
            cand --legacy 'Protect the PKCS#12 file with 3DES and SHA-1, for old phones'
            cand --force 'Replace files of an earlier export'
            cand -q 'Print only warnings and errors to stderr'
            cand --quiet 'Print only warnings and errors to stderr'
            cand -v 'Print more details to stderr'
            cand --verbose 'Print more details to stderr'
            cand -y 'Assume yes for all confirmations'
            cand --yes 'Assume yes for all confirmations'
            cand --no-input 'Never prompt; fail if a value is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;device;sign'= {
            cand --csr 'Certificate request in PEM or DER; - for stdin'
            cand --device-id 'Device id, which is also the MQTT client id and names the files'
            cand --uri 'Trust domain of the device [default: the one in the CA certificate]'
            cand --trust-domain 'Trust domain of the device [default: the one in the CA certificate]'
            cand --country 'Country of the device (two-letter code) [default: the CA''s]'
            cand --org-name 'Organization of the device [default: the CA''s]'
            cand --ca-key 'Private key of the CA'
            cand --ca-crt 'Certificate of the CA'
            cand --passphrase-file 'File with the passphrase of the CA key'
            cand --output-dir 'Directory for the files; it must exist'
            cand --inventory 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]'
            cand --inventory-password-file 'File with the password of the inventory''s database user'
            cand --days 'Days until the certificate expires, at most those of the CA'
            cand --format 'Output format'
            cand --color 'When to use color; NO_COLOR turns it off too'
            cand --stdout 'Write the certificate to stdout instead of a file'
            cand --allow-shared-key 'Sign a key that is recorded under another name too (never that of the CA)'
            cand --force 'Replace an existing certificate, keeping the old one as *.old'
            cand --svid 'Issue a strictly conforming X509-SVID (clientAuth and serverAuth)'
            cand --no-record 'Do not record the certificate in the inventory'
            cand -q 'Print only warnings and errors to stderr'
            cand --quiet 'Print only warnings and errors to stderr'
            cand -v 'Print more details to stderr'
            cand --verbose 'Print more details to stderr'
            cand -y 'Assume yes for all confirmations'
            cand --yes 'Assume yes for all confirmations'
            cand --no-input 'Never prompt; fail if a value is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;device;show'= {
            cand --ca-crt 'Certificate of the CA'
            cand --inventory 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]'
            cand --inventory-password-file 'File with the password of the inventory''s database user'
            cand --format 'Output format'
            cand --color 'When to use color; NO_COLOR turns it off too'
            cand -q 'Print only warnings and errors to stderr'
            cand --quiet 'Print only warnings and errors to stderr'
            cand -v 'Print more details to stderr'
            cand --verbose 'Print more details to stderr'
            cand -y 'Assume yes for all confirmations'
            cand --yes 'Assume yes for all confirmations'
            cand --no-input 'Never prompt; fail if a value is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;device;list'= {
            cand --id 'Only devices whose ids match, with * for any characters and ? for one'
            cand --state 'Only certificates in this state; may be given several times'
            cand --expires-within 'Only certificates that expire within this time'
            cand --ca-crt 'Certificate of the CA'
            cand --inventory 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]'
            cand --inventory-password-file 'File with the password of the inventory''s database user'
            cand --format 'Output format'
            cand --color 'When to use color; NO_COLOR turns it off too'
            cand --expired 'Only certificates that have expired'
            cand -q 'Print only warnings and errors to stderr'
            cand --quiet 'Print only warnings and errors to stderr'
            cand -v 'Print more details to stderr'
            cand --verbose 'Print more details to stderr'
            cand -y 'Assume yes for all confirmations'
            cand --yes 'Assume yes for all confirmations'
            cand --no-input 'Never prompt; fail if a value is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;device;forecast'= {
            cand --max 'Most certificates that may expire in a week; more is exit 1'
            cand --ca-crt 'Certificate of the CA'
            cand --inventory 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]'
            cand --inventory-password-file 'File with the password of the inventory''s database user'
            cand --format 'Output format'
            cand --color 'When to use color; NO_COLOR turns it off too'
            cand -q 'Print only warnings and errors to stderr'
            cand --quiet 'Print only warnings and errors to stderr'
            cand -v 'Print more details to stderr'
            cand --verbose 'Print more details to stderr'
            cand -y 'Assume yes for all confirmations'
            cand --yes 'Assume yes for all confirmations'
            cand --no-input 'Never prompt; fail if a value is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;device;renew'= {
            cand --expires-within 'Renew what has less than this left, as in 30d [default: a third of its lifetime; of those named, all]'
            cand --spread 'Leave out for up to this long what can wait, by a hash of the name, as in 7d'
            cand --key-type 'Type of the new key [default: that of the old key]'
            cand --ca-key 'Private key of the CA'
            cand --ca-crt 'Certificate of the CA'
            cand --passphrase-file 'File with the passphrase of the CA key'
            cand --output-dir 'Directory for the files; it must exist'
            cand --inventory 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]'
            cand --inventory-password-file 'File with the password of the inventory''s database user'
            cand --format 'Output format'
            cand --color 'When to use color; NO_COLOR turns it off too'
            cand --reuse-key 'Keep the private key, which may be elsewhere, as after a certificate request'
            cand --revoke-old 'Revoke the old certificates at once, with the reason superseded'
            cand --dry-run 'Say what would be renewed, without changing anything'
            cand -q 'Print only warnings and errors to stderr'
            cand --quiet 'Print only warnings and errors to stderr'
            cand -v 'Print more details to stderr'
            cand --verbose 'Print more details to stderr'
            cand -y 'Assume yes for all confirmations'
            cand --yes 'Assume yes for all confirmations'
            cand --no-input 'Never prompt; fail if a value is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;device;revoke'= {
            cand --serial 'Serial number of a certificate of this CA, in hex; may be given several times'
            cand --cert 'A certificate of this CA, be it in the inventory or not; may be given several times'
            cand --from 'File with one name a line, or - for stdin'
            cand --reason 'Reason for the revocation'
            cand --if-missing 'What to do if the target does not exist'
            cand --ca-key 'Private key of the CA'
            cand --ca-crt 'Certificate of the CA'
            cand --passphrase-file 'File with the passphrase of the CA key'
            cand --inventory 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]'
            cand --inventory-password-file 'File with the password of the inventory''s database user'
            cand --format 'Output format'
            cand --color 'When to use color; NO_COLOR turns it off too'
            cand --superseded 'Revoke every certificate that another one has taken the place of'
            cand --crl 'Sign the revocation list at once'
            cand -q 'Print only warnings and errors to stderr'
            cand --quiet 'Print only warnings and errors to stderr'
            cand -v 'Print more details to stderr'
            cand --verbose 'Print more details to stderr'
            cand -y 'Assume yes for all confirmations'
            cand --yes 'Assume yes for all confirmations'
            cand --no-input 'Never prompt; fail if a value is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;device;suspend'= {
            cand --serial 'Serial number of a certificate of this CA, in hex; may be given several times'
            cand --cert 'A certificate of this CA, be it in the inventory or not; may be given several times'
            cand --from 'File with one name a line, or - for stdin'
            cand --if-missing 'What to do if the target does not exist'
            cand --ca-key 'Private key of the CA'
            cand --ca-crt 'Certificate of the CA'
            cand --passphrase-file 'File with the passphrase of the CA key'
            cand --inventory 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]'
            cand --inventory-password-file 'File with the password of the inventory''s database user'
            cand --format 'Output format'
            cand --color 'When to use color; NO_COLOR turns it off too'
            cand --crl 'Sign the revocation list at once'
            cand -q 'Print only warnings and errors to stderr'
            cand --quiet 'Print only warnings and errors to stderr'
            cand -v 'Print more details to stderr'
            cand --verbose 'Print more details to stderr'
            cand -y 'Assume yes for all confirmations'
            cand --yes 'Assume yes for all confirmations'
            cand --no-input 'Never prompt; fail if a value is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;device;resume'= {
            cand --serial 'Serial number of a certificate of this CA, in hex; may be given several times'
            cand --cert 'A certificate of this CA, be it in the inventory or not; may be given several times'
            cand --from 'File with one name a line, or - for stdin'
            cand --if-missing 'What to do if the target does not exist'
            cand --ca-key 'Private key of the CA'
            cand --ca-crt 'Certificate of the CA'
            cand --passphrase-file 'File with the passphrase of the CA key'
            cand --inventory 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]'
            cand --inventory-password-file 'File with the password of the inventory''s database user'
            cand --format 'Output format'
            cand --color 'When to use color; NO_COLOR turns it off too'
            cand --crl 'Sign the revocation list at once'
            cand -q 'Print only warnings and errors to stderr'
            cand --quiet 'Print only warnings and errors to stderr'
            cand -v 'Print more details to stderr'
            cand --verbose 'Print more details to stderr'
            cand -y 'Assume yes for all confirmations'
            cand --yes 'Assume yes for all confirmations'
            cand --no-input 'Never prompt; fail if a value is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;device;verify'= {
            cand --uri 'Trust domain whose devices the broker admits [default: the CA''s, else the certificate''s]'
            cand --trust-domain 'Trust domain whose devices the broker admits [default: the CA''s, else the certificate''s]'
            cand --client-id 'Client id that the device connects with [default: the id in the certificate]'
            cand --key 'Private key that must belong to the certificate'
            cand --ca-crt 'Certificate of a CA that the broker trusts; repeatable'
            cand --chain 'Intermediate certificates the device sends'
            cand --crl 'Revocation lists, in PEM or DER; repeatable. Without any, revocation is not checked'
            cand --profile 'Validation profile'
            cand --at 'Time to check for, in RFC 3339 [default: now]'
            cand --format 'Output format'
            cand --color 'When to use color; NO_COLOR turns it off too'
            cand -q 'Print only warnings and errors to stderr'
            cand --quiet 'Print only warnings and errors to stderr'
            cand -v 'Print more details to stderr'
            cand --verbose 'Print more details to stderr'
            cand -y 'Assume yes for all confirmations'
            cand --yes 'Assume yes for all confirmations'
            cand --no-input 'Never prompt; fail if a value is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;device;help'= {
            cand create 'Create the key and certificate of a device, ID.key and ID.crt'
            cand import 'Create the keys and certificates of many devices, from a file or by number'
            cand reconcile 'Take certificates into the inventory that it does not know, and report those that are missing'
            cand export 'Export the credential of a device in a form that devices take'
            cand sign 'Sign a device''s certificate request, into ID.crt'
            cand show 'Show a device''s certificate, or all that the inventory knows of a device'
            cand list 'List the devices'' certificates in the inventory'
            cand forecast 'Say how many device certificates expire, week by week'
            cand renew 'Renew certificates of devices that are about to expire'
            cand revoke 'Revoke certificates of devices for good'
            cand suspend 'Put certificates of devices on hold'
            cand resume 'Take certificates of devices off hold'
            cand verify 'Check whether a broker would admit a certificate as a client, and which rule refuses it if not'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'amqtt-admin;device;help;create'= {
        }
        &'amqtt-admin;device;help;import'= {
        }
        &'amqtt-admin;device;help;reconcile'= {
        }
        &'amqtt-admin;device;help;export'= {
        }
        &'amqtt-admin;device;help;sign'= {
        }
        &'amqtt-admin;device;help;show'= {
        }
        &'amqtt-admin;device;help;list'= {
        }
        &'amqtt-admin;device;help;forecast'= {
        }
        &'amqtt-admin;device;help;renew'= {
        }
        &'amqtt-admin;device;help;revoke'= {
        }
        &'amqtt-admin;device;help;suspend'= {
        }
        &'amqtt-admin;device;help;resume'= {
        }
        &'amqtt-admin;device;help;verify'= {
        }
        &'amqtt-admin;device;help;help'= {
        }
        &'amqtt-admin;user'= {
            cand --database-url 'Database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it [default: sqlite:auth.db]'
            cand -d 'Kind of database (instead of a URL)'
            cand --db 'Kind of database (instead of a URL)'
            cand -f 'SQLite database file [default: auth.db]'
            cand --file 'SQLite database file [default: auth.db]'
            cand -u 'User of the database server'
            cand --username 'User of the database server'
            cand --host 'Host of the database server [default: localhost]'
            cand -p 'Port of the database server [default: 5432 or 3306]'
            cand --port 'Port of the database server [default: 5432 or 3306]'
            cand --db-name 'Name of the database on the server [default: the user''s name]'
            cand --db-password-file 'File with the password of the database user'
            cand --format 'Output format'
            cand --color 'When to use color; NO_COLOR turns it off too'
            cand -q 'Print only warnings and errors to stderr'
            cand --quiet 'Print only warnings and errors to stderr'
            cand -v 'Print more details to stderr'
            cand --verbose 'Print more details to stderr'
            cand -y 'Assume yes for all confirmations'
            cand --yes 'Assume yes for all confirmations'
            cand --no-input 'Never prompt; fail if a value is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand sync 'Create or upgrade the tables; can be repeated, and never removes anything'
            cand add 'Add an account'
            cand pwd 'Set a new password for an account'
            cand verify 'Check a password against an account'
            cand import 'Import accounts from CSV, NDJSON or JSON, or from Mosquitto'
            cand export 'Export all accounts with their hashes, as CSV or in the --format that is asked for'
            cand list 'List the accounts, sorted by name'
            cand rm 'Remove an account and its topic rights'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'amqtt-admin;user;sync'= {
            cand --database-url 'Database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it [default: sqlite:auth.db]'
            cand -d 'Kind of database (instead of a URL)'
            cand --db 'Kind of database (instead of a URL)'
            cand -f 'SQLite database file [default: auth.db]'
            cand --file 'SQLite database file [default: auth.db]'
            cand -u 'User of the database server'
            cand --username 'User of the database server'
            cand --host 'Host of the database server [default: localhost]'
            cand -p 'Port of the database server [default: 5432 or 3306]'
            cand --port 'Port of the database server [default: 5432 or 3306]'
            cand --db-name 'Name of the database on the server [default: the user''s name]'
            cand --db-password-file 'File with the password of the database user'
            cand --format 'Output format'
            cand --color 'When to use color; NO_COLOR turns it off too'
            cand -q 'Print only warnings and errors to stderr'
            cand --quiet 'Print only warnings and errors to stderr'
            cand -v 'Print more details to stderr'
            cand --verbose 'Print more details to stderr'
            cand -y 'Assume yes for all confirmations'
            cand --yes 'Assume yes for all confirmations'
            cand --no-input 'Never prompt; fail if a value is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;user;add'= {
            cand -c 'Name of the account'
            cand --client-id 'Name of the account'
            cand --password-file 'Read the password from a file (one trailing newline is dropped)'
            cand --argon2 'Cost of an Argon2id hash: memory in KiB, passes, lanes'
            cand --if-exists 'What to do if the target already exists'
            cand --database-url 'Database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it [default: sqlite:auth.db]'
            cand -d 'Kind of database (instead of a URL)'
            cand --db 'Kind of database (instead of a URL)'
            cand -f 'SQLite database file [default: auth.db]'
            cand --file 'SQLite database file [default: auth.db]'
            cand -u 'User of the database server'
            cand --username 'User of the database server'
            cand --host 'Host of the database server [default: localhost]'
            cand -p 'Port of the database server [default: 5432 or 3306]'
            cand --port 'Port of the database server [default: 5432 or 3306]'
            cand --db-name 'Name of the database on the server [default: the user''s name]'
            cand --db-password-file 'File with the password of the database user'
            cand --format 'Output format'
            cand --color 'When to use color; NO_COLOR turns it off too'
            cand --password-stdin 'Read the password from stdin (one trailing newline is dropped)'
            cand --generate 'Generate a secret of 160 random bits, shown once in the report'
            cand -q 'Print only warnings and errors to stderr'
            cand --quiet 'Print only warnings and errors to stderr'
            cand -v 'Print more details to stderr'
            cand --verbose 'Print more details to stderr'
            cand -y 'Assume yes for all confirmations'
            cand --yes 'Assume yes for all confirmations'
            cand --no-input 'Never prompt; fail if a value is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;user;pwd'= {
            cand -c 'Name of the account'
            cand --client-id 'Name of the account'
            cand --password-file 'Read the password from a file (one trailing newline is dropped)'
            cand --argon2 'Cost of an Argon2id hash: memory in KiB, passes, lanes'
            cand --database-url 'Database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it [default: sqlite:auth.db]'
            cand -d 'Kind of database (instead of a URL)'
            cand --db 'Kind of database (instead of a URL)'
            cand -f 'SQLite database file [default: auth.db]'
            cand --file 'SQLite database file [default: auth.db]'
            cand -u 'User of the database server'
            cand --username 'User of the database server'
            cand --host 'Host of the database server [default: localhost]'
            cand -p 'Port of the database server [default: 5432 or 3306]'
            cand --port 'Port of the database server [default: 5432 or 3306]'
            cand --db-name 'Name of the database on the server [default: the user''s name]'
            cand --db-password-file 'File with the password of the database user'
            cand --format 'Output format'
            cand --color 'When to use color; NO_COLOR turns it off too'
            cand --password-stdin 'Read the password from stdin (one trailing newline is dropped)'
            cand --generate 'Generate a secret of 160 random bits, shown once in the report'
            cand -q 'Print only warnings and errors to stderr'
            cand --quiet 'Print only warnings and errors to stderr'
            cand -v 'Print more details to stderr'
            cand --verbose 'Print more details to stderr'
            cand -y 'Assume yes for all confirmations'
            cand --yes 'Assume yes for all confirmations'
            cand --no-input 'Never prompt; fail if a value is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;user;verify'= {
            cand -c 'Name of the account'
            cand --client-id 'Name of the account'
            cand --password-file 'Read the password from a file (one trailing newline is dropped)'
            cand --argon2 'Cost of an Argon2id hash: memory in KiB, passes, lanes'
            cand --database-url 'Database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it [default: sqlite:auth.db]'
            cand -d 'Kind of database (instead of a URL)'
            cand --db 'Kind of database (instead of a URL)'
            cand -f 'SQLite database file [default: auth.db]'
            cand --file 'SQLite database file [default: auth.db]'
            cand -u 'User of the database server'
            cand --username 'User of the database server'
            cand --host 'Host of the database server [default: localhost]'
            cand -p 'Port of the database server [default: 5432 or 3306]'
            cand --port 'Port of the database server [default: 5432 or 3306]'
            cand --db-name 'Name of the database on the server [default: the user''s name]'
            cand --db-password-file 'File with the password of the database user'
            cand --format 'Output format'
            cand --color 'When to use color; NO_COLOR turns it off too'
            cand --password-stdin 'Read the password from stdin (one trailing newline is dropped)'
            cand -q 'Print only warnings and errors to stderr'
            cand --quiet 'Print only warnings and errors to stderr'
            cand -v 'Print more details to stderr'
            cand --verbose 'Print more details to stderr'
            cand -y 'Assume yes for all confirmations'
            cand --yes 'Assume yes for all confirmations'
            cand --no-input 'Never prompt; fail if a value is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;user;import'= {
            cand --from 'Input format [default: guessed from extension or content]'
            cand --on-conflict 'What to do with records that already exist'
            cand --argon2 'Cost of an Argon2id hash: memory in KiB, passes, lanes'
            cand --database-url 'Database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it [default: sqlite:auth.db]'
            cand -d 'Kind of database (instead of a URL)'
            cand --db 'Kind of database (instead of a URL)'
            cand -f 'SQLite database file [default: auth.db]'
            cand --file 'SQLite database file [default: auth.db]'
            cand -u 'User of the database server'
            cand --username 'User of the database server'
            cand --host 'Host of the database server [default: localhost]'
            cand -p 'Port of the database server [default: 5432 or 3306]'
            cand --port 'Port of the database server [default: 5432 or 3306]'
            cand --db-name 'Name of the database on the server [default: the user''s name]'
            cand --db-password-file 'File with the password of the database user'
            cand --format 'Output format'
            cand --color 'When to use color; NO_COLOR turns it off too'
            cand --dry-run 'Check the file and report what would change, without changing anything'
            cand -q 'Print only warnings and errors to stderr'
            cand --quiet 'Print only warnings and errors to stderr'
            cand -v 'Print more details to stderr'
            cand --verbose 'Print more details to stderr'
            cand -y 'Assume yes for all confirmations'
            cand --yes 'Assume yes for all confirmations'
            cand --no-input 'Never prompt; fail if a value is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;user;export'= {
            cand --to 'Output format [default: that of --format, else csv]'
            cand --output 'File to write instead of stdout; it must not exist'
            cand --database-url 'Database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it [default: sqlite:auth.db]'
            cand -d 'Kind of database (instead of a URL)'
            cand --db 'Kind of database (instead of a URL)'
            cand -f 'SQLite database file [default: auth.db]'
            cand --file 'SQLite database file [default: auth.db]'
            cand -u 'User of the database server'
            cand --username 'User of the database server'
            cand --host 'Host of the database server [default: localhost]'
            cand -p 'Port of the database server [default: 5432 or 3306]'
            cand --port 'Port of the database server [default: 5432 or 3306]'
            cand --db-name 'Name of the database on the server [default: the user''s name]'
            cand --db-password-file 'File with the password of the database user'
            cand --format 'Output format'
            cand --color 'When to use color; NO_COLOR turns it off too'
            cand -q 'Print only warnings and errors to stderr'
            cand --quiet 'Print only warnings and errors to stderr'
            cand -v 'Print more details to stderr'
            cand --verbose 'Print more details to stderr'
            cand -y 'Assume yes for all confirmations'
            cand --yes 'Assume yes for all confirmations'
            cand --no-input 'Never prompt; fail if a value is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;user;list'= {
            cand --database-url 'Database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it [default: sqlite:auth.db]'
            cand -d 'Kind of database (instead of a URL)'
            cand --db 'Kind of database (instead of a URL)'
            cand -f 'SQLite database file [default: auth.db]'
            cand --file 'SQLite database file [default: auth.db]'
            cand -u 'User of the database server'
            cand --username 'User of the database server'
            cand --host 'Host of the database server [default: localhost]'
            cand -p 'Port of the database server [default: 5432 or 3306]'
            cand --port 'Port of the database server [default: 5432 or 3306]'
            cand --db-name 'Name of the database on the server [default: the user''s name]'
            cand --db-password-file 'File with the password of the database user'
            cand --format 'Output format'
            cand --color 'When to use color; NO_COLOR turns it off too'
            cand --show-hashes 'Show the password hashes too'
            cand -q 'Print only warnings and errors to stderr'
            cand --quiet 'Print only warnings and errors to stderr'
            cand -v 'Print more details to stderr'
            cand --verbose 'Print more details to stderr'
            cand -y 'Assume yes for all confirmations'
            cand --yes 'Assume yes for all confirmations'
            cand --no-input 'Never prompt; fail if a value is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;user;rm'= {
            cand -c 'Name of the account'
            cand --client-id 'Name of the account'
            cand --row 'Id of the row of the account, for a name that cannot be given'
            cand --if-missing 'What to do if the target does not exist'
            cand --database-url 'Database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it [default: sqlite:auth.db]'
            cand -d 'Kind of database (instead of a URL)'
            cand --db 'Kind of database (instead of a URL)'
            cand -f 'SQLite database file [default: auth.db]'
            cand --file 'SQLite database file [default: auth.db]'
            cand -u 'User of the database server'
            cand --username 'User of the database server'
            cand --host 'Host of the database server [default: localhost]'
            cand -p 'Port of the database server [default: 5432 or 3306]'
            cand --port 'Port of the database server [default: 5432 or 3306]'
            cand --db-name 'Name of the database on the server [default: the user''s name]'
            cand --db-password-file 'File with the password of the database user'
            cand --format 'Output format'
            cand --color 'When to use color; NO_COLOR turns it off too'
            cand --keep-topics 'Keep the topic rights of the account'
            cand -q 'Print only warnings and errors to stderr'
            cand --quiet 'Print only warnings and errors to stderr'
            cand -v 'Print more details to stderr'
            cand --verbose 'Print more details to stderr'
            cand -y 'Assume yes for all confirmations'
            cand --yes 'Assume yes for all confirmations'
            cand --no-input 'Never prompt; fail if a value is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;user;help'= {
            cand sync 'Create or upgrade the tables; can be repeated, and never removes anything'
            cand add 'Add an account'
            cand pwd 'Set a new password for an account'
            cand verify 'Check a password against an account'
            cand import 'Import accounts from CSV, NDJSON or JSON, or from Mosquitto'
            cand export 'Export all accounts with their hashes, as CSV or in the --format that is asked for'
            cand list 'List the accounts, sorted by name'
            cand rm 'Remove an account and its topic rights'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'amqtt-admin;user;help;sync'= {
        }
        &'amqtt-admin;user;help;add'= {
        }
        &'amqtt-admin;user;help;pwd'= {
        }
        &'amqtt-admin;user;help;verify'= {
        }
        &'amqtt-admin;user;help;import'= {
        }
        &'amqtt-admin;user;help;export'= {
        }
        &'amqtt-admin;user;help;list'= {
        }
        &'amqtt-admin;user;help;rm'= {
        }
        &'amqtt-admin;user;help;help'= {
        }
        &'amqtt-admin;topic'= {
            cand --database-url 'Database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it [default: sqlite:auth.db]'
            cand -d 'Kind of database (instead of a URL)'
            cand --db 'Kind of database (instead of a URL)'
            cand -f 'SQLite database file [default: auth.db]'
            cand --file 'SQLite database file [default: auth.db]'
            cand -u 'User of the database server'
            cand --username 'User of the database server'
            cand --host 'Host of the database server [default: localhost]'
            cand -p 'Port of the database server [default: 5432 or 3306]'
            cand --port 'Port of the database server [default: 5432 or 3306]'
            cand --db-name 'Name of the database on the server [default: the user''s name]'
            cand --db-password-file 'File with the password of the database user'
            cand --format 'Output format'
            cand --color 'When to use color; NO_COLOR turns it off too'
            cand -q 'Print only warnings and errors to stderr'
            cand --quiet 'Print only warnings and errors to stderr'
            cand -v 'Print more details to stderr'
            cand --verbose 'Print more details to stderr'
            cand -y 'Assume yes for all confirmations'
            cand --yes 'Assume yes for all confirmations'
            cand --no-input 'Never prompt; fail if a value is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand sync 'Create or upgrade the tables; can be repeated, and never removes anything'
            cand add 'Give a client a right: a topic filter for an action'
            cand rm 'Take a right from a client'
            cand list 'List the rights, one row each'
            cand import 'Import rights from CSV, NDJSON, or an ACL file of Mosquitto'
            cand export 'Export all rights, as CSV or in the --format that is asked for'
            cand check 'Check whether a client may do something, and which filter decides'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'amqtt-admin;topic;sync'= {
            cand --database-url 'Database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it [default: sqlite:auth.db]'
            cand -d 'Kind of database (instead of a URL)'
            cand --db 'Kind of database (instead of a URL)'
            cand -f 'SQLite database file [default: auth.db]'
            cand --file 'SQLite database file [default: auth.db]'
            cand -u 'User of the database server'
            cand --username 'User of the database server'
            cand --host 'Host of the database server [default: localhost]'
            cand -p 'Port of the database server [default: 5432 or 3306]'
            cand --port 'Port of the database server [default: 5432 or 3306]'
            cand --db-name 'Name of the database on the server [default: the user''s name]'
            cand --db-password-file 'File with the password of the database user'
            cand --format 'Output format'
            cand --color 'When to use color; NO_COLOR turns it off too'
            cand -q 'Print only warnings and errors to stderr'
            cand --quiet 'Print only warnings and errors to stderr'
            cand -v 'Print more details to stderr'
            cand --verbose 'Print more details to stderr'
            cand -y 'Assume yes for all confirmations'
            cand --yes 'Assume yes for all confirmations'
            cand --no-input 'Never prompt; fail if a value is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;topic;add'= {
            cand -c 'Client: the name of its account, or the id of a device'
            cand --client-id 'Client: the name of its account, or the id of a device'
            cand -a 'Action that the right is for'
            cand --action 'Action that the right is for'
            cand --if-exists 'What to do if the target already exists'
            cand --inventory-password-file 'File with the password of the inventory''s database user'
            cand --inventory 'Inventory of certificates, to look up the names of devices [default: ca.db, if it exists]'
            cand --database-url 'Database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it [default: sqlite:auth.db]'
            cand -d 'Kind of database (instead of a URL)'
            cand --db 'Kind of database (instead of a URL)'
            cand -f 'SQLite database file [default: auth.db]'
            cand --file 'SQLite database file [default: auth.db]'
            cand -u 'User of the database server'
            cand --username 'User of the database server'
            cand --host 'Host of the database server [default: localhost]'
            cand -p 'Port of the database server [default: 5432 or 3306]'
            cand --port 'Port of the database server [default: 5432 or 3306]'
            cand --db-name 'Name of the database on the server [default: the user''s name]'
            cand --db-password-file 'File with the password of the database user'
            cand --format 'Output format'
            cand --color 'When to use color; NO_COLOR turns it off too'
            cand -q 'Print only warnings and errors to stderr'
            cand --quiet 'Print only warnings and errors to stderr'
            cand -v 'Print more details to stderr'
            cand --verbose 'Print more details to stderr'
            cand -y 'Assume yes for all confirmations'
            cand --yes 'Assume yes for all confirmations'
            cand --no-input 'Never prompt; fail if a value is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;topic;rm'= {
            cand -c 'Client: the name of its account, or the id of a device'
            cand --client-id 'Client: the name of its account, or the id of a device'
            cand -a 'Action that the right is for'
            cand --action 'Action that the right is for'
            cand --row 'Remove a whole row by its id instead, for one that no name can name'
            cand --if-missing 'What to do if the target does not exist'
            cand --database-url 'Database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it [default: sqlite:auth.db]'
            cand -d 'Kind of database (instead of a URL)'
            cand --db 'Kind of database (instead of a URL)'
            cand -f 'SQLite database file [default: auth.db]'
            cand --file 'SQLite database file [default: auth.db]'
            cand -u 'User of the database server'
            cand --username 'User of the database server'
            cand --host 'Host of the database server [default: localhost]'
            cand -p 'Port of the database server [default: 5432 or 3306]'
            cand --port 'Port of the database server [default: 5432 or 3306]'
            cand --db-name 'Name of the database on the server [default: the user''s name]'
            cand --db-password-file 'File with the password of the database user'
            cand --format 'Output format'
            cand --color 'When to use color; NO_COLOR turns it off too'
            cand -q 'Print only warnings and errors to stderr'
            cand --quiet 'Print only warnings and errors to stderr'
            cand -v 'Print more details to stderr'
            cand --verbose 'Print more details to stderr'
            cand -y 'Assume yes for all confirmations'
            cand --yes 'Assume yes for all confirmations'
            cand --no-input 'Never prompt; fail if a value is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;topic;list'= {
            cand -c 'List only the rights of this client'
            cand --client-id 'List only the rights of this client'
            cand --as-broker 'List only rights that this broker enforces in another way than they are written, and why'
            cand --database-url 'Database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it [default: sqlite:auth.db]'
            cand -d 'Kind of database (instead of a URL)'
            cand --db 'Kind of database (instead of a URL)'
            cand -f 'SQLite database file [default: auth.db]'
            cand --file 'SQLite database file [default: auth.db]'
            cand -u 'User of the database server'
            cand --username 'User of the database server'
            cand --host 'Host of the database server [default: localhost]'
            cand -p 'Port of the database server [default: 5432 or 3306]'
            cand --port 'Port of the database server [default: 5432 or 3306]'
            cand --db-name 'Name of the database on the server [default: the user''s name]'
            cand --db-password-file 'File with the password of the database user'
            cand --format 'Output format'
            cand --color 'When to use color; NO_COLOR turns it off too'
            cand --lint 'List only filters that grant nothing: covered by others, equivalent to another, or never matching'
            cand -q 'Print only warnings and errors to stderr'
            cand --quiet 'Print only warnings and errors to stderr'
            cand -v 'Print more details to stderr'
            cand --verbose 'Print more details to stderr'
            cand -y 'Assume yes for all confirmations'
            cand --yes 'Assume yes for all confirmations'
            cand --no-input 'Never prompt; fail if a value is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;topic;import'= {
            cand --from 'Input format [default: guessed from extension or content]'
            cand --on-conflict 'What to do with records that already exist'
            cand --inventory-password-file 'File with the password of the inventory''s database user'
            cand --inventory 'Inventory of certificates, to look up the names of devices [default: ca.db, if it exists]'
            cand --database-url 'Database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it [default: sqlite:auth.db]'
            cand -d 'Kind of database (instead of a URL)'
            cand --db 'Kind of database (instead of a URL)'
            cand -f 'SQLite database file [default: auth.db]'
            cand --file 'SQLite database file [default: auth.db]'
            cand -u 'User of the database server'
            cand --username 'User of the database server'
            cand --host 'Host of the database server [default: localhost]'
            cand -p 'Port of the database server [default: 5432 or 3306]'
            cand --port 'Port of the database server [default: 5432 or 3306]'
            cand --db-name 'Name of the database on the server [default: the user''s name]'
            cand --db-password-file 'File with the password of the database user'
            cand --format 'Output format'
            cand --color 'When to use color; NO_COLOR turns it off too'
            cand --dry-run 'Check the file and report what would change, without changing anything'
            cand -q 'Print only warnings and errors to stderr'
            cand --quiet 'Print only warnings and errors to stderr'
            cand -v 'Print more details to stderr'
            cand --verbose 'Print more details to stderr'
            cand -y 'Assume yes for all confirmations'
            cand --yes 'Assume yes for all confirmations'
            cand --no-input 'Never prompt; fail if a value is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;topic;export'= {
            cand --to 'Output format [default: that of --format, else csv]'
            cand --output 'File to write instead of stdout; it must not exist'
            cand --database-url 'Database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it [default: sqlite:auth.db]'
            cand -d 'Kind of database (instead of a URL)'
            cand --db 'Kind of database (instead of a URL)'
            cand -f 'SQLite database file [default: auth.db]'
            cand --file 'SQLite database file [default: auth.db]'
            cand -u 'User of the database server'
            cand --username 'User of the database server'
            cand --host 'Host of the database server [default: localhost]'
            cand -p 'Port of the database server [default: 5432 or 3306]'
            cand --port 'Port of the database server [default: 5432 or 3306]'
            cand --db-name 'Name of the database on the server [default: the user''s name]'
            cand --db-password-file 'File with the password of the database user'
            cand --format 'Output format'
            cand --color 'When to use color; NO_COLOR turns it off too'
            cand -q 'Print only warnings and errors to stderr'
            cand --quiet 'Print only warnings and errors to stderr'
            cand -v 'Print more details to stderr'
            cand --verbose 'Print more details to stderr'
            cand -y 'Assume yes for all confirmations'
            cand --yes 'Assume yes for all confirmations'
            cand --no-input 'Never prompt; fail if a value is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;topic;check'= {
            cand -c 'Client: the name of its account, or the id of a device'
            cand --client-id 'Client: the name of its account, or the id of a device'
            cand -a 'Action that the client wants to take'
            cand --action 'Action that the client wants to take'
            cand --batch 'Answer a file of questions (- for stdin): lines of client, action and topic, separated by tabs'
            cand --as-broker 'Answer as this broker is answered, and show what it cannot keep'
            cand --database-url 'Database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it [default: sqlite:auth.db]'
            cand -d 'Kind of database (instead of a URL)'
            cand --db 'Kind of database (instead of a URL)'
            cand -f 'SQLite database file [default: auth.db]'
            cand --file 'SQLite database file [default: auth.db]'
            cand -u 'User of the database server'
            cand --username 'User of the database server'
            cand --host 'Host of the database server [default: localhost]'
            cand -p 'Port of the database server [default: 5432 or 3306]'
            cand --port 'Port of the database server [default: 5432 or 3306]'
            cand --db-name 'Name of the database on the server [default: the user''s name]'
            cand --db-password-file 'File with the password of the database user'
            cand --format 'Output format'
            cand --color 'When to use color; NO_COLOR turns it off too'
            cand -q 'Print only warnings and errors to stderr'
            cand --quiet 'Print only warnings and errors to stderr'
            cand -v 'Print more details to stderr'
            cand --verbose 'Print more details to stderr'
            cand -y 'Assume yes for all confirmations'
            cand --yes 'Assume yes for all confirmations'
            cand --no-input 'Never prompt; fail if a value is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;topic;help'= {
            cand sync 'Create or upgrade the tables; can be repeated, and never removes anything'
            cand add 'Give a client a right: a topic filter for an action'
            cand rm 'Take a right from a client'
            cand list 'List the rights, one row each'
            cand import 'Import rights from CSV, NDJSON, or an ACL file of Mosquitto'
            cand export 'Export all rights, as CSV or in the --format that is asked for'
            cand check 'Check whether a client may do something, and which filter decides'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'amqtt-admin;topic;help;sync'= {
        }
        &'amqtt-admin;topic;help;add'= {
        }
        &'amqtt-admin;topic;help;rm'= {
        }
        &'amqtt-admin;topic;help;list'= {
        }
        &'amqtt-admin;topic;help;import'= {
        }
        &'amqtt-admin;topic;help;export'= {
        }
        &'amqtt-admin;topic;help;check'= {
        }
        &'amqtt-admin;topic;help;help'= {
        }
        &'amqtt-admin;completions'= {
            cand --output-dir 'Write the completions of all shells to this directory'
            cand --format 'Output format'
            cand --color 'When to use color; NO_COLOR turns it off too'
            cand --dynamic 'Complete names from the database too, such as accounts; the shell runs amqtt-admin as you type'
            cand --force 'Replace files that differ'
            cand -q 'Print only warnings and errors to stderr'
            cand --quiet 'Print only warnings and errors to stderr'
            cand -v 'Print more details to stderr'
            cand --verbose 'Print more details to stderr'
            cand -y 'Assume yes for all confirmations'
            cand --yes 'Assume yes for all confirmations'
            cand --no-input 'Never prompt; fail if a value is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;man'= {
            cand --output-dir 'Write the pages of all commands to this directory'
            cand --format 'Output format'
            cand --color 'When to use color; NO_COLOR turns it off too'
            cand --force 'Replace files that differ'
            cand -q 'Print only warnings and errors to stderr'
            cand --quiet 'Print only warnings and errors to stderr'
            cand -v 'Print more details to stderr'
            cand --verbose 'Print more details to stderr'
            cand -y 'Assume yes for all confirmations'
            cand --yes 'Assume yes for all confirmations'
            cand --no-input 'Never prompt; fail if a value is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;version'= {
            cand --format 'Output format'
            cand --color 'When to use color; NO_COLOR turns it off too'
            cand -q 'Print only warnings and errors to stderr'
            cand --quiet 'Print only warnings and errors to stderr'
            cand -v 'Print more details to stderr'
            cand --verbose 'Print more details to stderr'
            cand -y 'Assume yes for all confirmations'
            cand --yes 'Assume yes for all confirmations'
            cand --no-input 'Never prompt; fail if a value is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;help'= {
            cand ca 'Manage the certificate authority, the root of trust for the broker and the devices'
            cand server 'Manage the broker''s credential'
            cand device 'Manage the devices'' credentials'
            cand user 'Manage accounts: who may log in with a password'
            cand topic 'Manage topic rights: what each client may publish, subscribe to, and receive'
            cand completions 'Generate shell completions'
            cand man 'Show or write manual pages'
            cand version 'Print the version'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'amqtt-admin;help;ca'= {
            cand create 'Create the key and certificate of a root CA: ca.key and ca.crt'
            cand intermediate 'Create an issuing CA below another one: intermediate.key and intermediate.crt'
            cand crl 'Sign the revocation list of the CA, ca.crl, and put it in the place of the one before'
            cand revoke 'Revoke certificates of issuing CAs for good'
            cand status 'Say what of the CA, its certificates and its revocation list needs attention'
            cand show 'Show the CA: fingerprint, expiry, and whether key and certificate belong together'
        }
        &'amqtt-admin;help;ca;create'= {
        }
        &'amqtt-admin;help;ca;intermediate'= {
        }
        &'amqtt-admin;help;ca;crl'= {
        }
        &'amqtt-admin;help;ca;revoke'= {
        }
        &'amqtt-admin;help;ca;status'= {
        }
        &'amqtt-admin;help;ca;show'= {
        }
        &'amqtt-admin;help;server'= {
            cand create 'Create the key and certificate of the broker, server.key and server.crt'
            cand show 'Show a broker''s certificate, or a broker configuration that uses it'
            cand sign 'Sign a broker''s certificate request, into server.crt'
            cand list 'List the brokers'' certificates in the inventory'
            cand renew 'Renew the certificate of a broker that is about to expire'
            cand revoke 'Revoke certificates of brokers for good'
            cand verify 'Check whether a client that trusts the CA would accept the certificate for a host'
            cand doctor 'Find what is wrong with a broker''s configuration'
            cand probe 'Prove what a live broker admits and refuses'
        }
        &'amqtt-admin;help;server;create'= {
        }
        &'amqtt-admin;help;server;show'= {
        }
        &'amqtt-admin;help;server;sign'= {
        }
        &'amqtt-admin;help;server;list'= {
        }
        &'amqtt-admin;help;server;renew'= {
        }
        &'amqtt-admin;help;server;revoke'= {
        }
        &'amqtt-admin;help;server;verify'= {
        }
        &'amqtt-admin;help;server;doctor'= {
        }
        &'amqtt-admin;help;server;probe'= {
        }
        &'amqtt-admin;help;device'= {
            cand create 'Create the key and certificate of a device, ID.key and ID.crt'
            cand import 'Create the keys and certificates of many devices, from a file or by number'
            cand reconcile 'Take certificates into the inventory that it does not know, and report those that are missing'
            cand export 'Export the credential of a device in a form that devices take'
            cand sign 'Sign a device''s certificate request, into ID.crt'
            cand show 'Show a device''s certificate, or all that the inventory knows of a device'
            cand list 'List the devices'' certificates in the inventory'
            cand forecast 'Say how many device certificates expire, week by week'
            cand renew 'Renew certificates of devices that are about to expire'
            cand revoke 'Revoke certificates of devices for good'
            cand suspend 'Put certificates of devices on hold'
            cand resume 'Take certificates of devices off hold'
            cand verify 'Check whether a broker would admit a certificate as a client, and which rule refuses it if not'
        }
        &'amqtt-admin;help;device;create'= {
        }
        &'amqtt-admin;help;device;import'= {
        }
        &'amqtt-admin;help;device;reconcile'= {
        }
        &'amqtt-admin;help;device;export'= {
        }
        &'amqtt-admin;help;device;sign'= {
        }
        &'amqtt-admin;help;device;show'= {
        }
        &'amqtt-admin;help;device;list'= {
        }
        &'amqtt-admin;help;device;forecast'= {
        }
        &'amqtt-admin;help;device;renew'= {
        }
        &'amqtt-admin;help;device;revoke'= {
        }
        &'amqtt-admin;help;device;suspend'= {
        }
        &'amqtt-admin;help;device;resume'= {
        }
        &'amqtt-admin;help;device;verify'= {
        }
        &'amqtt-admin;help;user'= {
            cand sync 'Create or upgrade the tables; can be repeated, and never removes anything'
            cand add 'Add an account'
            cand pwd 'Set a new password for an account'
            cand verify 'Check a password against an account'
            cand import 'Import accounts from CSV, NDJSON or JSON, or from Mosquitto'
            cand export 'Export all accounts with their hashes, as CSV or in the --format that is asked for'
            cand list 'List the accounts, sorted by name'
            cand rm 'Remove an account and its topic rights'
        }
        &'amqtt-admin;help;user;sync'= {
        }
        &'amqtt-admin;help;user;add'= {
        }
        &'amqtt-admin;help;user;pwd'= {
        }
        &'amqtt-admin;help;user;verify'= {
        }
        &'amqtt-admin;help;user;import'= {
        }
        &'amqtt-admin;help;user;export'= {
        }
        &'amqtt-admin;help;user;list'= {
        }
        &'amqtt-admin;help;user;rm'= {
        }
        &'amqtt-admin;help;topic'= {
            cand sync 'Create or upgrade the tables; can be repeated, and never removes anything'
            cand add 'Give a client a right: a topic filter for an action'
            cand rm 'Take a right from a client'
            cand list 'List the rights, one row each'
            cand import 'Import rights from CSV, NDJSON, or an ACL file of Mosquitto'
            cand export 'Export all rights, as CSV or in the --format that is asked for'
            cand check 'Check whether a client may do something, and which filter decides'
        }
        &'amqtt-admin;help;topic;sync'= {
        }
        &'amqtt-admin;help;topic;add'= {
        }
        &'amqtt-admin;help;topic;rm'= {
        }
        &'amqtt-admin;help;topic;list'= {
        }
        &'amqtt-admin;help;topic;import'= {
        }
        &'amqtt-admin;help;topic;export'= {
        }
        &'amqtt-admin;help;topic;check'= {
        }
        &'amqtt-admin;help;completions'= {
        }
        &'amqtt-admin;help;man'= {
        }
        &'amqtt-admin;help;version'= {
        }
        &'amqtt-admin;help;help'= {
        }
    ]
    $completions[$command]
}
