
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
            cand --format 'How to write results'
            cand --color 'When to use colours; NO_COLOR switches them off too'
            cand -q 'Say nothing on stderr but warnings and errors'
            cand --quiet 'Say nothing on stderr but warnings and errors'
            cand -v 'Say more on stderr'
            cand --verbose 'Say more on stderr'
            cand -y 'Answer every confirmation with yes'
            cand --yes 'Answer every confirmation with yes'
            cand --no-input 'Never ask; a missing value is an error'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand ca 'The certificate authority: the root of trust for the broker and the devices'
            cand server 'The broker''s credential'
            cand device 'The devices'' credentials'
            cand user 'Accounts: who may log in with a password'
            cand topic 'Topic rights: what each client may publish, subscribe to, and receive'
            cand completions 'Completions for a shell'
            cand man 'The manual page, or those of all verbs'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'amqtt-admin;ca'= {
            cand --format 'How to write results'
            cand --color 'When to use colours; NO_COLOR switches them off too'
            cand -q 'Say nothing on stderr but warnings and errors'
            cand --quiet 'Say nothing on stderr but warnings and errors'
            cand -v 'Say more on stderr'
            cand --verbose 'Say more on stderr'
            cand -y 'Answer every confirmation with yes'
            cand --yes 'Answer every confirmation with yes'
            cand --no-input 'Never ask; a missing value is an error'
            cand -h 'Print help'
            cand --help 'Print help'
            cand create 'Make the authority''s key and certificate, ca.key and ca.crt'
            cand show 'Show the authority: its fingerprint, its expiry, and whether key and certificate belong together'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'amqtt-admin;ca;create'= {
            cand --cn 'Common name of the CA'
            cand --country 'Country of the CA (two-letter code)'
            cand --state 'State or province of the CA'
            cand --locality 'Locality of the CA'
            cand --org-name 'Organization of the CA'
            cand --uri 'Default trust domain for its devices'
            cand --path-len 'Maximum number of intermediate CAs below this one'
            cand --output-dir 'The directory to write to, which must exist'
            cand --key-type 'Type of the new key [default: ecdsa-p256]'
            cand --days 'Days until the certificate expires'
            cand --passphrase-file 'Encrypt the key with the passphrase in this file'
            cand --if-exists 'What to do if the files already exist'
            cand --format 'How to write results'
            cand --color 'When to use colours; NO_COLOR switches them off too'
            cand --force-ca 'Replace an existing CA, keeping the old files as *.old'
            cand -q 'Say nothing on stderr but warnings and errors'
            cand --quiet 'Say nothing on stderr but warnings and errors'
            cand -v 'Say more on stderr'
            cand --verbose 'Say more on stderr'
            cand -y 'Answer every confirmation with yes'
            cand --yes 'Answer every confirmation with yes'
            cand --no-input 'Never ask; a missing value is an error'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;ca;show'= {
            cand --ca-key 'The CA''s private key'
            cand --ca-crt 'The CA''s certificate'
            cand --passphrase-file 'A file with the passphrase of the CA key, if that is encrypted'
            cand --format 'How to write results'
            cand --color 'When to use colours; NO_COLOR switches them off too'
            cand -q 'Say nothing on stderr but warnings and errors'
            cand --quiet 'Say nothing on stderr but warnings and errors'
            cand -v 'Say more on stderr'
            cand --verbose 'Say more on stderr'
            cand -y 'Answer every confirmation with yes'
            cand --yes 'Answer every confirmation with yes'
            cand --no-input 'Never ask; a missing value is an error'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'amqtt-admin;ca;help'= {
            cand create 'Make the authority''s key and certificate, ca.key and ca.crt'
            cand show 'Show the authority: its fingerprint, its expiry, and whether key and certificate belong together'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'amqtt-admin;ca;help;create'= {
        }
        &'amqtt-admin;ca;help;show'= {
        }
        &'amqtt-admin;ca;help;help'= {
        }
        &'amqtt-admin;server'= {
            cand --format 'How to write results'
            cand --color 'When to use colours; NO_COLOR switches them off too'
            cand -q 'Say nothing on stderr but warnings and errors'
            cand --quiet 'Say nothing on stderr but warnings and errors'
            cand -v 'Say more on stderr'
            cand --verbose 'Say more on stderr'
            cand -y 'Answer every confirmation with yes'
            cand --yes 'Answer every confirmation with yes'
            cand --no-input 'Never ask; a missing value is an error'
            cand -h 'Print help'
            cand --help 'Print help'
            cand create 'Make the broker''s key and certificate, server.key and server.crt'
            cand show 'Show what is in a broker''s certificate, or the configuration that uses it'
            cand verify 'Check whether a client that trusts the CA would accept the certificate for a host'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'amqtt-admin;server;create'= {
            cand --cn 'Host name or IP address of the broker (any text if --dns or --ip is given)'
            cand --country 'Country of the broker (two-letter code) [default: the CA''s]'
            cand --org-name 'Organization of the broker [default: the CA''s]'
            cand --dns 'Further host names that clients use, which may begin with ''*.'''
            cand --ip 'Further addresses that clients use'
            cand --ca-key 'The CA''s private key'
            cand --ca-crt 'The CA''s certificate'
            cand --passphrase-file 'A file with the passphrase of the CA key, if that is encrypted'
            cand --output-dir 'The directory to write to, which must exist'
            cand --key-type 'Type of the new key [default: ecdsa-p256]'
            cand --days 'Days until the certificate expires, at most those of the CA'
            cand --key 'Certify this existing private key instead of generating one'
            cand --if-exists 'What to do if the files already exist'
            cand --format 'How to write results'
            cand --color 'When to use colours; NO_COLOR switches them off too'
            cand --no-loopback 'Leave out 127.0.0.1'
            cand --force 'Replace existing files, keeping the old ones as *.old'
            cand -q 'Say nothing on stderr but warnings and errors'
            cand --quiet 'Say nothing on stderr but warnings and errors'
            cand -v 'Say more on stderr'
            cand --verbose 'Say more on stderr'
            cand -y 'Answer every confirmation with yes'
            cand --yes 'Answer every confirmation with yes'
            cand --no-input 'Never ask; a missing value is an error'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;server;show'= {
            cand --config 'Print the configuration of this broker instead'
            cand --ca-crt 'The CA''s certificate'
            cand --key 'The private key in the configuration [default: the certificate''s name with .key]'
            cand --format 'How to write results'
            cand --color 'When to use colours; NO_COLOR switches them off too'
            cand -q 'Say nothing on stderr but warnings and errors'
            cand --quiet 'Say nothing on stderr but warnings and errors'
            cand -v 'Say more on stderr'
            cand --verbose 'Say more on stderr'
            cand -y 'Answer every confirmation with yes'
            cand --yes 'Answer every confirmation with yes'
            cand --no-input 'Never ask; a missing value is an error'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'amqtt-admin;server;verify'= {
            cand --ca-crt 'The CA''s certificate'
            cand --hostname 'The host name or address that the client connects to'
            cand --format 'How to write results'
            cand --color 'When to use colours; NO_COLOR switches them off too'
            cand -q 'Say nothing on stderr but warnings and errors'
            cand --quiet 'Say nothing on stderr but warnings and errors'
            cand -v 'Say more on stderr'
            cand --verbose 'Say more on stderr'
            cand -y 'Answer every confirmation with yes'
            cand --yes 'Answer every confirmation with yes'
            cand --no-input 'Never ask; a missing value is an error'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'amqtt-admin;server;help'= {
            cand create 'Make the broker''s key and certificate, server.key and server.crt'
            cand show 'Show what is in a broker''s certificate, or the configuration that uses it'
            cand verify 'Check whether a client that trusts the CA would accept the certificate for a host'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'amqtt-admin;server;help;create'= {
        }
        &'amqtt-admin;server;help;show'= {
        }
        &'amqtt-admin;server;help;verify'= {
        }
        &'amqtt-admin;server;help;help'= {
        }
        &'amqtt-admin;device'= {
            cand --format 'How to write results'
            cand --color 'When to use colours; NO_COLOR switches them off too'
            cand -q 'Say nothing on stderr but warnings and errors'
            cand --quiet 'Say nothing on stderr but warnings and errors'
            cand -v 'Say more on stderr'
            cand --verbose 'Say more on stderr'
            cand -y 'Answer every confirmation with yes'
            cand --yes 'Answer every confirmation with yes'
            cand --no-input 'Never ask; a missing value is an error'
            cand -h 'Print help'
            cand --help 'Print help'
            cand create 'Make a device''s key and certificate, ID.key and ID.crt'
            cand show 'Show what is in a device''s certificate'
            cand verify 'Check whether a broker would admit the certificate as a client, and by which rule it would not'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'amqtt-admin;device;create'= {
            cand --device-id 'Device id, which is also the MQTT client id and names the files'
            cand --uri 'Trust domain of the device [default: the one in the CA certificate]'
            cand --country 'Country of the device (two-letter code) [default: the CA''s]'
            cand --org-name 'Organization of the device [default: the CA''s]'
            cand --ca-key 'The CA''s private key'
            cand --ca-crt 'The CA''s certificate'
            cand --passphrase-file 'A file with the passphrase of the CA key, if that is encrypted'
            cand --output-dir 'The directory to write to, which must exist'
            cand --key-type 'Type of the new key [default: ecdsa-p256]'
            cand --days 'Days until the certificate expires, at most those of the CA'
            cand --key 'Certify this existing private key instead of generating one'
            cand --if-exists 'What to do if the files already exist'
            cand --format 'How to write results'
            cand --color 'When to use colours; NO_COLOR switches them off too'
            cand --svid 'Issue a strictly conforming X509-SVID (clientAuth and serverAuth)'
            cand --force 'Replace existing files, keeping the old ones as *.old'
            cand -q 'Say nothing on stderr but warnings and errors'
            cand --quiet 'Say nothing on stderr but warnings and errors'
            cand -v 'Say more on stderr'
            cand --verbose 'Say more on stderr'
            cand -y 'Answer every confirmation with yes'
            cand --yes 'Answer every confirmation with yes'
            cand --no-input 'Never ask; a missing value is an error'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;device;show'= {
            cand --format 'How to write results'
            cand --color 'When to use colours; NO_COLOR switches them off too'
            cand -q 'Say nothing on stderr but warnings and errors'
            cand --quiet 'Say nothing on stderr but warnings and errors'
            cand -v 'Say more on stderr'
            cand --verbose 'Say more on stderr'
            cand -y 'Answer every confirmation with yes'
            cand --yes 'Answer every confirmation with yes'
            cand --no-input 'Never ask; a missing value is an error'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'amqtt-admin;device;verify'= {
            cand --uri 'The trust domain that the broker admits devices of'
            cand --client-id 'The client id that the device connects with'
            cand --ca-crt 'A CA''s certificate that the broker trusts; may be given several times'
            cand --chain 'Certificates that the device sends behind its own'
            cand --crl 'Revocation lists, in PEM or DER; may be given several times. Without any, revocation is not checked'
            cand --profile 'How much is asked of the certificates'
            cand --at 'The time to check for, in RFC 3339 [default: now]'
            cand --format 'How to write results'
            cand --color 'When to use colours; NO_COLOR switches them off too'
            cand -q 'Say nothing on stderr but warnings and errors'
            cand --quiet 'Say nothing on stderr but warnings and errors'
            cand -v 'Say more on stderr'
            cand --verbose 'Say more on stderr'
            cand -y 'Answer every confirmation with yes'
            cand --yes 'Answer every confirmation with yes'
            cand --no-input 'Never ask; a missing value is an error'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;device;help'= {
            cand create 'Make a device''s key and certificate, ID.key and ID.crt'
            cand show 'Show what is in a device''s certificate'
            cand verify 'Check whether a broker would admit the certificate as a client, and by which rule it would not'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'amqtt-admin;device;help;create'= {
        }
        &'amqtt-admin;device;help;show'= {
        }
        &'amqtt-admin;device;help;verify'= {
        }
        &'amqtt-admin;device;help;help'= {
        }
        &'amqtt-admin;user'= {
            cand --database-url 'The database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it'
            cand -d 'Instead of the URL: the kind of database'
            cand --db 'Instead of the URL: the kind of database'
            cand -f 'The database file, of SQLite [default: auth.db]'
            cand --file 'The database file, of SQLite [default: auth.db]'
            cand -u 'The user of the database server'
            cand --username 'The user of the database server'
            cand --host 'The host of the database server [default: localhost]'
            cand -p 'Its port [default: the usual one]'
            cand --port 'Its port [default: the usual one]'
            cand --db-name 'The name of the database on it [default: the user''s]'
            cand --db-password-file 'A file with the password of its user'
            cand --format 'How to write results'
            cand --color 'When to use colours; NO_COLOR switches them off too'
            cand -q 'Say nothing on stderr but warnings and errors'
            cand --quiet 'Say nothing on stderr but warnings and errors'
            cand -v 'Say more on stderr'
            cand --verbose 'Say more on stderr'
            cand -y 'Answer every confirmation with yes'
            cand --yes 'Answer every confirmation with yes'
            cand --no-input 'Never ask; a missing value is an error'
            cand -h 'Print help'
            cand --help 'Print help'
            cand sync 'Create or upgrade the tables; safe to repeat'
            cand add 'Add an account'
            cand pwd 'Set the password of an account'
            cand verify 'Check a password against an account'
            cand import 'Import accounts from CSV, NDJSON, or a password file of Mosquitto'
            cand export 'Export all accounts with their hashes, as CSV or in the --format that is asked for'
            cand list 'List the accounts, sorted by name'
            cand rm 'Remove an account and its topic rights'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'amqtt-admin;user;sync'= {
            cand --database-url 'The database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it'
            cand -d 'Instead of the URL: the kind of database'
            cand --db 'Instead of the URL: the kind of database'
            cand -f 'The database file, of SQLite [default: auth.db]'
            cand --file 'The database file, of SQLite [default: auth.db]'
            cand -u 'The user of the database server'
            cand --username 'The user of the database server'
            cand --host 'The host of the database server [default: localhost]'
            cand -p 'Its port [default: the usual one]'
            cand --port 'Its port [default: the usual one]'
            cand --db-name 'The name of the database on it [default: the user''s]'
            cand --db-password-file 'A file with the password of its user'
            cand --format 'How to write results'
            cand --color 'When to use colours; NO_COLOR switches them off too'
            cand -q 'Say nothing on stderr but warnings and errors'
            cand --quiet 'Say nothing on stderr but warnings and errors'
            cand -v 'Say more on stderr'
            cand --verbose 'Say more on stderr'
            cand -y 'Answer every confirmation with yes'
            cand --yes 'Answer every confirmation with yes'
            cand --no-input 'Never ask; a missing value is an error'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'amqtt-admin;user;add'= {
            cand -c 'Name of the account'
            cand --client-id 'Name of the account'
            cand --password-file 'Read the password from a file, less one line end'
            cand --argon2 'Cost of Argon2id: memory in KiB, passes, lanes'
            cand --if-exists 'What to do if it already exists'
            cand --database-url 'The database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it'
            cand -d 'Instead of the URL: the kind of database'
            cand --db 'Instead of the URL: the kind of database'
            cand -f 'The database file, of SQLite [default: auth.db]'
            cand --file 'The database file, of SQLite [default: auth.db]'
            cand -u 'The user of the database server'
            cand --username 'The user of the database server'
            cand --host 'The host of the database server [default: localhost]'
            cand -p 'Its port [default: the usual one]'
            cand --port 'Its port [default: the usual one]'
            cand --db-name 'The name of the database on it [default: the user''s]'
            cand --db-password-file 'A file with the password of its user'
            cand --format 'How to write results'
            cand --color 'When to use colours; NO_COLOR switches them off too'
            cand --password-stdin 'Read the password from stdin, less one line end'
            cand --generate 'Generate a secret of 160 random bits, shown once in the report'
            cand -q 'Say nothing on stderr but warnings and errors'
            cand --quiet 'Say nothing on stderr but warnings and errors'
            cand -v 'Say more on stderr'
            cand --verbose 'Say more on stderr'
            cand -y 'Answer every confirmation with yes'
            cand --yes 'Answer every confirmation with yes'
            cand --no-input 'Never ask; a missing value is an error'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;user;pwd'= {
            cand -c 'Name of the account'
            cand --client-id 'Name of the account'
            cand --password-file 'Read the password from a file, less one line end'
            cand --argon2 'Cost of Argon2id: memory in KiB, passes, lanes'
            cand --database-url 'The database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it'
            cand -d 'Instead of the URL: the kind of database'
            cand --db 'Instead of the URL: the kind of database'
            cand -f 'The database file, of SQLite [default: auth.db]'
            cand --file 'The database file, of SQLite [default: auth.db]'
            cand -u 'The user of the database server'
            cand --username 'The user of the database server'
            cand --host 'The host of the database server [default: localhost]'
            cand -p 'Its port [default: the usual one]'
            cand --port 'Its port [default: the usual one]'
            cand --db-name 'The name of the database on it [default: the user''s]'
            cand --db-password-file 'A file with the password of its user'
            cand --format 'How to write results'
            cand --color 'When to use colours; NO_COLOR switches them off too'
            cand --password-stdin 'Read the password from stdin, less one line end'
            cand --generate 'Generate a secret of 160 random bits, shown once in the report'
            cand -q 'Say nothing on stderr but warnings and errors'
            cand --quiet 'Say nothing on stderr but warnings and errors'
            cand -v 'Say more on stderr'
            cand --verbose 'Say more on stderr'
            cand -y 'Answer every confirmation with yes'
            cand --yes 'Answer every confirmation with yes'
            cand --no-input 'Never ask; a missing value is an error'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'amqtt-admin;user;verify'= {
            cand -c 'Name of the account'
            cand --client-id 'Name of the account'
            cand --password-file 'Read the password from a file, less one line end'
            cand --argon2 'Cost of Argon2id: memory in KiB, passes, lanes'
            cand --database-url 'The database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it'
            cand -d 'Instead of the URL: the kind of database'
            cand --db 'Instead of the URL: the kind of database'
            cand -f 'The database file, of SQLite [default: auth.db]'
            cand --file 'The database file, of SQLite [default: auth.db]'
            cand -u 'The user of the database server'
            cand --username 'The user of the database server'
            cand --host 'The host of the database server [default: localhost]'
            cand -p 'Its port [default: the usual one]'
            cand --port 'Its port [default: the usual one]'
            cand --db-name 'The name of the database on it [default: the user''s]'
            cand --db-password-file 'A file with the password of its user'
            cand --format 'How to write results'
            cand --color 'When to use colours; NO_COLOR switches them off too'
            cand --password-stdin 'Read the password from stdin, less one line end'
            cand -q 'Say nothing on stderr but warnings and errors'
            cand --quiet 'Say nothing on stderr but warnings and errors'
            cand -v 'Say more on stderr'
            cand --verbose 'Say more on stderr'
            cand -y 'Answer every confirmation with yes'
            cand --yes 'Answer every confirmation with yes'
            cand --no-input 'Never ask; a missing value is an error'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'amqtt-admin;user;import'= {
            cand --from 'Input format [default: guessed from extension or content]'
            cand --on-conflict 'What to do with records that already exist'
            cand --argon2 'Cost of Argon2id: memory in KiB, passes, lanes'
            cand --database-url 'The database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it'
            cand -d 'Instead of the URL: the kind of database'
            cand --db 'Instead of the URL: the kind of database'
            cand -f 'The database file, of SQLite [default: auth.db]'
            cand --file 'The database file, of SQLite [default: auth.db]'
            cand -u 'The user of the database server'
            cand --username 'The user of the database server'
            cand --host 'The host of the database server [default: localhost]'
            cand -p 'Its port [default: the usual one]'
            cand --port 'Its port [default: the usual one]'
            cand --db-name 'The name of the database on it [default: the user''s]'
            cand --db-password-file 'A file with the password of its user'
            cand --format 'How to write results'
            cand --color 'When to use colours; NO_COLOR switches them off too'
            cand --dry-run 'Check the file and say what would change, without changing anything'
            cand -q 'Say nothing on stderr but warnings and errors'
            cand --quiet 'Say nothing on stderr but warnings and errors'
            cand -v 'Say more on stderr'
            cand --verbose 'Say more on stderr'
            cand -y 'Answer every confirmation with yes'
            cand --yes 'Answer every confirmation with yes'
            cand --no-input 'Never ask; a missing value is an error'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;user;export'= {
            cand --database-url 'The database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it'
            cand -d 'Instead of the URL: the kind of database'
            cand --db 'Instead of the URL: the kind of database'
            cand -f 'The database file, of SQLite [default: auth.db]'
            cand --file 'The database file, of SQLite [default: auth.db]'
            cand -u 'The user of the database server'
            cand --username 'The user of the database server'
            cand --host 'The host of the database server [default: localhost]'
            cand -p 'Its port [default: the usual one]'
            cand --port 'Its port [default: the usual one]'
            cand --db-name 'The name of the database on it [default: the user''s]'
            cand --db-password-file 'A file with the password of its user'
            cand --format 'How to write results'
            cand --color 'When to use colours; NO_COLOR switches them off too'
            cand -q 'Say nothing on stderr but warnings and errors'
            cand --quiet 'Say nothing on stderr but warnings and errors'
            cand -v 'Say more on stderr'
            cand --verbose 'Say more on stderr'
            cand -y 'Answer every confirmation with yes'
            cand --yes 'Answer every confirmation with yes'
            cand --no-input 'Never ask; a missing value is an error'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'amqtt-admin;user;list'= {
            cand --database-url 'The database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it'
            cand -d 'Instead of the URL: the kind of database'
            cand --db 'Instead of the URL: the kind of database'
            cand -f 'The database file, of SQLite [default: auth.db]'
            cand --file 'The database file, of SQLite [default: auth.db]'
            cand -u 'The user of the database server'
            cand --username 'The user of the database server'
            cand --host 'The host of the database server [default: localhost]'
            cand -p 'Its port [default: the usual one]'
            cand --port 'Its port [default: the usual one]'
            cand --db-name 'The name of the database on it [default: the user''s]'
            cand --db-password-file 'A file with the password of its user'
            cand --format 'How to write results'
            cand --color 'When to use colours; NO_COLOR switches them off too'
            cand --show-hashes 'Show the password hashes too'
            cand -q 'Say nothing on stderr but warnings and errors'
            cand --quiet 'Say nothing on stderr but warnings and errors'
            cand -v 'Say more on stderr'
            cand --verbose 'Say more on stderr'
            cand -y 'Answer every confirmation with yes'
            cand --yes 'Answer every confirmation with yes'
            cand --no-input 'Never ask; a missing value is an error'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'amqtt-admin;user;rm'= {
            cand -c 'Name of the account'
            cand --client-id 'Name of the account'
            cand --row 'Id of the row of the account, for a name that cannot be given'
            cand --if-missing 'What to do if it does not exist'
            cand --database-url 'The database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it'
            cand -d 'Instead of the URL: the kind of database'
            cand --db 'Instead of the URL: the kind of database'
            cand -f 'The database file, of SQLite [default: auth.db]'
            cand --file 'The database file, of SQLite [default: auth.db]'
            cand -u 'The user of the database server'
            cand --username 'The user of the database server'
            cand --host 'The host of the database server [default: localhost]'
            cand -p 'Its port [default: the usual one]'
            cand --port 'Its port [default: the usual one]'
            cand --db-name 'The name of the database on it [default: the user''s]'
            cand --db-password-file 'A file with the password of its user'
            cand --format 'How to write results'
            cand --color 'When to use colours; NO_COLOR switches them off too'
            cand --keep-topics 'Keep the topic rights of the account'
            cand -q 'Say nothing on stderr but warnings and errors'
            cand --quiet 'Say nothing on stderr but warnings and errors'
            cand -v 'Say more on stderr'
            cand --verbose 'Say more on stderr'
            cand -y 'Answer every confirmation with yes'
            cand --yes 'Answer every confirmation with yes'
            cand --no-input 'Never ask; a missing value is an error'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;user;help'= {
            cand sync 'Create or upgrade the tables; safe to repeat'
            cand add 'Add an account'
            cand pwd 'Set the password of an account'
            cand verify 'Check a password against an account'
            cand import 'Import accounts from CSV, NDJSON, or a password file of Mosquitto'
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
            cand --database-url 'The database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it'
            cand -d 'Instead of the URL: the kind of database'
            cand --db 'Instead of the URL: the kind of database'
            cand -f 'The database file, of SQLite [default: auth.db]'
            cand --file 'The database file, of SQLite [default: auth.db]'
            cand -u 'The user of the database server'
            cand --username 'The user of the database server'
            cand --host 'The host of the database server [default: localhost]'
            cand -p 'Its port [default: the usual one]'
            cand --port 'Its port [default: the usual one]'
            cand --db-name 'The name of the database on it [default: the user''s]'
            cand --db-password-file 'A file with the password of its user'
            cand --format 'How to write results'
            cand --color 'When to use colours; NO_COLOR switches them off too'
            cand -q 'Say nothing on stderr but warnings and errors'
            cand --quiet 'Say nothing on stderr but warnings and errors'
            cand -v 'Say more on stderr'
            cand --verbose 'Say more on stderr'
            cand -y 'Answer every confirmation with yes'
            cand --yes 'Answer every confirmation with yes'
            cand --no-input 'Never ask; a missing value is an error'
            cand -h 'Print help'
            cand --help 'Print help'
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
            cand --database-url 'The database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it'
            cand -d 'Instead of the URL: the kind of database'
            cand --db 'Instead of the URL: the kind of database'
            cand -f 'The database file, of SQLite [default: auth.db]'
            cand --file 'The database file, of SQLite [default: auth.db]'
            cand -u 'The user of the database server'
            cand --username 'The user of the database server'
            cand --host 'The host of the database server [default: localhost]'
            cand -p 'Its port [default: the usual one]'
            cand --port 'Its port [default: the usual one]'
            cand --db-name 'The name of the database on it [default: the user''s]'
            cand --db-password-file 'A file with the password of its user'
            cand --format 'How to write results'
            cand --color 'When to use colours; NO_COLOR switches them off too'
            cand -q 'Say nothing on stderr but warnings and errors'
            cand --quiet 'Say nothing on stderr but warnings and errors'
            cand -v 'Say more on stderr'
            cand --verbose 'Say more on stderr'
            cand -y 'Answer every confirmation with yes'
            cand --yes 'Answer every confirmation with yes'
            cand --no-input 'Never ask; a missing value is an error'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'amqtt-admin;topic;add'= {
            cand -c 'Client: the name of its account, or the id of a device'
            cand --client-id 'Client: the name of its account, or the id of a device'
            cand -a 'Action that the right is for'
            cand --action 'Action that the right is for'
            cand --if-exists 'What to do if it already exists'
            cand --database-url 'The database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it'
            cand -d 'Instead of the URL: the kind of database'
            cand --db 'Instead of the URL: the kind of database'
            cand -f 'The database file, of SQLite [default: auth.db]'
            cand --file 'The database file, of SQLite [default: auth.db]'
            cand -u 'The user of the database server'
            cand --username 'The user of the database server'
            cand --host 'The host of the database server [default: localhost]'
            cand -p 'Its port [default: the usual one]'
            cand --port 'Its port [default: the usual one]'
            cand --db-name 'The name of the database on it [default: the user''s]'
            cand --db-password-file 'A file with the password of its user'
            cand --format 'How to write results'
            cand --color 'When to use colours; NO_COLOR switches them off too'
            cand -q 'Say nothing on stderr but warnings and errors'
            cand --quiet 'Say nothing on stderr but warnings and errors'
            cand -v 'Say more on stderr'
            cand --verbose 'Say more on stderr'
            cand -y 'Answer every confirmation with yes'
            cand --yes 'Answer every confirmation with yes'
            cand --no-input 'Never ask; a missing value is an error'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;topic;rm'= {
            cand -c 'Client: the name of its account, or the id of a device'
            cand --client-id 'Client: the name of its account, or the id of a device'
            cand -a 'Action that the right is for'
            cand --action 'Action that the right is for'
            cand --row 'Remove a whole row by its id instead, for one that no name can name'
            cand --if-missing 'What to do if it does not exist'
            cand --database-url 'The database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it'
            cand -d 'Instead of the URL: the kind of database'
            cand --db 'Instead of the URL: the kind of database'
            cand -f 'The database file, of SQLite [default: auth.db]'
            cand --file 'The database file, of SQLite [default: auth.db]'
            cand -u 'The user of the database server'
            cand --username 'The user of the database server'
            cand --host 'The host of the database server [default: localhost]'
            cand -p 'Its port [default: the usual one]'
            cand --port 'Its port [default: the usual one]'
            cand --db-name 'The name of the database on it [default: the user''s]'
            cand --db-password-file 'A file with the password of its user'
            cand --format 'How to write results'
            cand --color 'When to use colours; NO_COLOR switches them off too'
            cand -q 'Say nothing on stderr but warnings and errors'
            cand --quiet 'Say nothing on stderr but warnings and errors'
            cand -v 'Say more on stderr'
            cand --verbose 'Say more on stderr'
            cand -y 'Answer every confirmation with yes'
            cand --yes 'Answer every confirmation with yes'
            cand --no-input 'Never ask; a missing value is an error'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;topic;list'= {
            cand -c 'List only the rights of this client'
            cand --client-id 'List only the rights of this client'
            cand --as-broker 'List only rights that this broker enforces in another way than they are written, and why'
            cand --database-url 'The database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it'
            cand -d 'Instead of the URL: the kind of database'
            cand --db 'Instead of the URL: the kind of database'
            cand -f 'The database file, of SQLite [default: auth.db]'
            cand --file 'The database file, of SQLite [default: auth.db]'
            cand -u 'The user of the database server'
            cand --username 'The user of the database server'
            cand --host 'The host of the database server [default: localhost]'
            cand -p 'Its port [default: the usual one]'
            cand --port 'Its port [default: the usual one]'
            cand --db-name 'The name of the database on it [default: the user''s]'
            cand --db-password-file 'A file with the password of its user'
            cand --format 'How to write results'
            cand --color 'When to use colours; NO_COLOR switches them off too'
            cand --lint 'List only filters that grant nothing: covered by others, equivalent to another, or never matching'
            cand -q 'Say nothing on stderr but warnings and errors'
            cand --quiet 'Say nothing on stderr but warnings and errors'
            cand -v 'Say more on stderr'
            cand --verbose 'Say more on stderr'
            cand -y 'Answer every confirmation with yes'
            cand --yes 'Answer every confirmation with yes'
            cand --no-input 'Never ask; a missing value is an error'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;topic;import'= {
            cand --from 'Input format [default: guessed from extension or content]'
            cand --on-conflict 'What to do with records that already exist'
            cand --database-url 'The database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it'
            cand -d 'Instead of the URL: the kind of database'
            cand --db 'Instead of the URL: the kind of database'
            cand -f 'The database file, of SQLite [default: auth.db]'
            cand --file 'The database file, of SQLite [default: auth.db]'
            cand -u 'The user of the database server'
            cand --username 'The user of the database server'
            cand --host 'The host of the database server [default: localhost]'
            cand -p 'Its port [default: the usual one]'
            cand --port 'Its port [default: the usual one]'
            cand --db-name 'The name of the database on it [default: the user''s]'
            cand --db-password-file 'A file with the password of its user'
            cand --format 'How to write results'
            cand --color 'When to use colours; NO_COLOR switches them off too'
            cand --dry-run 'Check the file and say what would change, without changing anything'
            cand -q 'Say nothing on stderr but warnings and errors'
            cand --quiet 'Say nothing on stderr but warnings and errors'
            cand -v 'Say more on stderr'
            cand --verbose 'Say more on stderr'
            cand -y 'Answer every confirmation with yes'
            cand --yes 'Answer every confirmation with yes'
            cand --no-input 'Never ask; a missing value is an error'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'amqtt-admin;topic;export'= {
            cand --database-url 'The database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it'
            cand -d 'Instead of the URL: the kind of database'
            cand --db 'Instead of the URL: the kind of database'
            cand -f 'The database file, of SQLite [default: auth.db]'
            cand --file 'The database file, of SQLite [default: auth.db]'
            cand -u 'The user of the database server'
            cand --username 'The user of the database server'
            cand --host 'The host of the database server [default: localhost]'
            cand -p 'Its port [default: the usual one]'
            cand --port 'Its port [default: the usual one]'
            cand --db-name 'The name of the database on it [default: the user''s]'
            cand --db-password-file 'A file with the password of its user'
            cand --format 'How to write results'
            cand --color 'When to use colours; NO_COLOR switches them off too'
            cand -q 'Say nothing on stderr but warnings and errors'
            cand --quiet 'Say nothing on stderr but warnings and errors'
            cand -v 'Say more on stderr'
            cand --verbose 'Say more on stderr'
            cand -y 'Answer every confirmation with yes'
            cand --yes 'Answer every confirmation with yes'
            cand --no-input 'Never ask; a missing value is an error'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'amqtt-admin;topic;check'= {
            cand -c 'Client: the name of its account, or the id of a device'
            cand --client-id 'Client: the name of its account, or the id of a device'
            cand -a 'Action that the client wants to take'
            cand --action 'Action that the client wants to take'
            cand --batch 'Answer a file of questions (- for stdin): lines of client, action and topic, separated by tabs'
            cand --as-broker 'Answer as this broker is answered, and show what it cannot keep'
            cand --database-url 'The database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it'
            cand -d 'Instead of the URL: the kind of database'
            cand --db 'Instead of the URL: the kind of database'
            cand -f 'The database file, of SQLite [default: auth.db]'
            cand --file 'The database file, of SQLite [default: auth.db]'
            cand -u 'The user of the database server'
            cand --username 'The user of the database server'
            cand --host 'The host of the database server [default: localhost]'
            cand -p 'Its port [default: the usual one]'
            cand --port 'Its port [default: the usual one]'
            cand --db-name 'The name of the database on it [default: the user''s]'
            cand --db-password-file 'A file with the password of its user'
            cand --format 'How to write results'
            cand --color 'When to use colours; NO_COLOR switches them off too'
            cand -q 'Say nothing on stderr but warnings and errors'
            cand --quiet 'Say nothing on stderr but warnings and errors'
            cand -v 'Say more on stderr'
            cand --verbose 'Say more on stderr'
            cand -y 'Answer every confirmation with yes'
            cand --yes 'Answer every confirmation with yes'
            cand --no-input 'Never ask; a missing value is an error'
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
            cand --output-dir 'Write the completions of all shells into this directory'
            cand --format 'How to write results'
            cand --color 'When to use colours; NO_COLOR switches them off too'
            cand --dynamic 'Offer what is in the database too, such as the accounts: the shell then asks this program while one types'
            cand --force 'Replace files in it that differ'
            cand -q 'Say nothing on stderr but warnings and errors'
            cand --quiet 'Say nothing on stderr but warnings and errors'
            cand -v 'Say more on stderr'
            cand --verbose 'Say more on stderr'
            cand -y 'Answer every confirmation with yes'
            cand --yes 'Answer every confirmation with yes'
            cand --no-input 'Never ask; a missing value is an error'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'amqtt-admin;man'= {
            cand --output-dir 'Write the pages of all commands into this directory'
            cand --format 'How to write results'
            cand --color 'When to use colours; NO_COLOR switches them off too'
            cand --force 'Replace files in it that differ'
            cand -q 'Say nothing on stderr but warnings and errors'
            cand --quiet 'Say nothing on stderr but warnings and errors'
            cand -v 'Say more on stderr'
            cand --verbose 'Say more on stderr'
            cand -y 'Answer every confirmation with yes'
            cand --yes 'Answer every confirmation with yes'
            cand --no-input 'Never ask; a missing value is an error'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'amqtt-admin;help'= {
            cand ca 'The certificate authority: the root of trust for the broker and the devices'
            cand server 'The broker''s credential'
            cand device 'The devices'' credentials'
            cand user 'Accounts: who may log in with a password'
            cand topic 'Topic rights: what each client may publish, subscribe to, and receive'
            cand completions 'Completions for a shell'
            cand man 'The manual page, or those of all verbs'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'amqtt-admin;help;ca'= {
            cand create 'Make the authority''s key and certificate, ca.key and ca.crt'
            cand show 'Show the authority: its fingerprint, its expiry, and whether key and certificate belong together'
        }
        &'amqtt-admin;help;ca;create'= {
        }
        &'amqtt-admin;help;ca;show'= {
        }
        &'amqtt-admin;help;server'= {
            cand create 'Make the broker''s key and certificate, server.key and server.crt'
            cand show 'Show what is in a broker''s certificate, or the configuration that uses it'
            cand verify 'Check whether a client that trusts the CA would accept the certificate for a host'
        }
        &'amqtt-admin;help;server;create'= {
        }
        &'amqtt-admin;help;server;show'= {
        }
        &'amqtt-admin;help;server;verify'= {
        }
        &'amqtt-admin;help;device'= {
            cand create 'Make a device''s key and certificate, ID.key and ID.crt'
            cand show 'Show what is in a device''s certificate'
            cand verify 'Check whether a broker would admit the certificate as a client, and by which rule it would not'
        }
        &'amqtt-admin;help;device;create'= {
        }
        &'amqtt-admin;help;device;show'= {
        }
        &'amqtt-admin;help;device;verify'= {
        }
        &'amqtt-admin;help;user'= {
            cand sync 'Create or upgrade the tables; safe to repeat'
            cand add 'Add an account'
            cand pwd 'Set the password of an account'
            cand verify 'Check a password against an account'
            cand import 'Import accounts from CSV, NDJSON, or a password file of Mosquitto'
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
        &'amqtt-admin;help;help'= {
        }
    ]
    $completions[$command]
}
