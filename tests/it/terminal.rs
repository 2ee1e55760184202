//! A terminal for tests: a pseudo-terminal with the program under test as its session, and what it shows.

use std::{
    fs::File,
    io::{Read as _, Write as _},
    os::fd::OwnedFd,
    process::{Child, Command, ExitStatus, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
    time::{Duration, Instant},
};

use rustix::{
    fs::{Mode, OFlags, open},
    pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt},
    termios::{LocalModes, tcgetattr},
};

/// Time that a program may take to show what is waited for.
const PATIENCE: Duration = Duration::from_secs(20);

/// A program at a terminal.
pub(crate) struct Terminal {
    child: Child,
    controller: File,
    /// Our own hold on the terminal, to see how the program leaves it.
    terminal: OwnedFd,
    output: Receiver<Vec<u8>>,
    shown: String,
    /// Up to where `shown` was waited for.
    seen: usize,
}

impl Terminal {
    /// Starts a program at a terminal of its own. Its stdout is the terminal too, unless it was set to something else.
    pub(crate) fn start(command: &Command, stdout: Option<Stdio>) -> Self {
        let controller = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&controller).unwrap();
        unlockpt(&controller).unwrap();
        let name = ptsname(&controller, Vec::new()).unwrap();
        let terminal = open(name, OFlags::RDWR | OFlags::NOCTTY, Mode::empty()).unwrap();
        let end = || Stdio::from(terminal.try_clone().unwrap());

        // A session of its own, with the terminal as its controlling one, so that Ctrl-C reaches it.
        let mut session = Command::new("setsid");
        session
            .args(["--ctty", "--wait"])
            .arg(command.get_program())
            .args(command.get_args())
            .env_clear();
        session.envs(
            command
                .get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        );
        session
            .env("TERM", "xterm")
            .current_dir(command.get_current_dir().unwrap());
        let child = session
            .stdin(end())
            .stderr(end())
            .stdout(stdout.unwrap_or_else(end))
            .spawn()
            .unwrap();

        let controller = File::from(controller);
        let mut reader = controller.try_clone().unwrap();
        let (sender, output) = channel();
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            // The read fails when the last program at the terminal is gone.
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if sender.send(buffer[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        Self {
            child,
            controller,
            terminal,
            output,
            shown: String::new(),
            seen: 0,
        }
    }

    /// Waits until a text is shown after what was waited for before.
    #[track_caller]
    pub(crate) fn expect(&mut self, text: &str) -> &mut Self {
        loop {
            if let Some(at) = self.shown[self.seen..].find(text) {
                self.seen += at + text.len();
                return self;
            }
            match self.output.recv_timeout(PATIENCE) {
                Ok(bytes) => self.shown.push_str(&String::from_utf8_lossy(&bytes)),
                Err(_) => panic!("{text:?} is not shown in: {}", self.shown),
            }
        }
    }

    /// Types a line.
    pub(crate) fn line(&mut self, text: &str) -> &mut Self {
        self.keys(&format!("{text}\r"))
    }

    /// Presses keys.
    pub(crate) fn keys(&mut self, keys: &str) -> &mut Self {
        self.controller.write_all(keys.as_bytes()).unwrap();
        self
    }

    /// Returns whether what is typed is shown and lines can be edited, as at a shell's prompt.
    pub(crate) fn is_as_before(&self) -> bool {
        let modes = tcgetattr(&self.terminal).unwrap().local_modes;
        modes.contains(LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG)
    }

    /// Waits for the program to end, for as long as our patience lasts.
    fn wait(&mut self) -> ExitStatus {
        let started = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            if started.elapsed() > PATIENCE {
                self.child.kill().unwrap();
                while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(100)) {
                    self.shown.push_str(&String::from_utf8_lossy(&bytes));
                }
                panic!("the program does not end: {}", self.shown);
            }
            thread::sleep(Duration::from_millis(2));
        }
    }

    /// Waits for the end; gives the exit status and everything that was shown.
    pub(crate) fn end(mut self) -> (ExitStatus, String) {
        let status = self.wait();
        assert!(
            self.is_as_before(),
            "the terminal is not as it was: {}",
            self.shown
        );
        // What is still on its way; an error is the end of it, or of our patience.
        while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(100)) {
            self.shown.push_str(&String::from_utf8_lossy(&bytes));
        }
        (status, self.shown)
    }
}
