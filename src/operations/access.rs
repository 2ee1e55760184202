//! Who on this machine may read a file, by the modes of the file and of the directories above it.

use std::{
    fs,
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
};

/// A user of this system, with the groups that count for access.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SystemUser {
    pub(crate) name: String,
    id: u32,
    groups: Vec<u32>,
}

impl SystemUser {
    /// Finds a user by name in the system's files; `None` where there is none.
    pub(crate) fn find(name: &str) -> Option<Self> {
        let users = fs::read_to_string("/etc/passwd").ok()?;
        let groups = fs::read_to_string("/etc/group").unwrap_or_default();
        Self::of(name, &users, &groups)
    }

    fn of(name: &str, users: &str, groups: &str) -> Option<Self> {
        let fields = users
            .lines()
            .map(|line| line.split(':').collect::<Vec<_>>())
            .find(|fields| fields.first() == Some(&name))?;
        let number = |index: usize| fields.get(index).and_then(|text| text.parse::<u32>().ok());
        let (id, group) = (number(2)?, number(3)?);
        let others = groups.lines().filter_map(|line| {
            let mut fields = line.split(':');
            let id = fields.nth(2)?.parse().ok()?;
            fields
                .next()?
                .split(',')
                .any(|member| member == name)
                .then_some(id)
        });
        Some(Self {
            name: name.to_owned(),
            id,
            groups: std::iter::once(group).chain(others).collect(),
        })
    }

    /// Returns whether the user can read a file; `None` where its modes cannot be seen.
    pub(crate) fn can_read(&self, path: &Path) -> Option<bool> {
        if self.id == 0 {
            return path.exists().then_some(true);
        }
        let path: PathBuf = std::path::absolute(path).ok()?;
        let may = |path: &Path, bit: u32| {
            let status = fs::metadata(path).ok()?;
            let shift = match status.uid() == self.id {
                true => 6,
                false if self.groups.contains(&status.gid()) => 3,
                false => 0,
            };
            Some(status.mode() >> shift & bit != 0)
        };
        for directory in path.ancestors().skip(1) {
            if !may(directory, 0o1)? {
                return Some(false);
            }
        }
        may(&path, 0o4)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_has_the_groups_of_both_files() {
        let users = "root:x:0:0::/root:/bin/sh\nmosquitto:x:110:117::/var/lib/mosquitto:/usr/sbin/nologin\n";
        let groups = "ssl-cert:x:108:postgres,mosquitto\nmosquitto:x:117:\nother:x:9:notmosquitto\n";
        let user = SystemUser::of("mosquitto", users, groups).unwrap();
        assert_eq!((user.id, user.groups), (110, vec![117, 108]));
        assert_eq!(SystemUser::of("nobody", users, groups), None);
    }
}
