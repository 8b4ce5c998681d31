//! Versions that are no longer built, and that pages of others still name.

use super::{read, write};
use crate::Result;
use crate::site::VERSION;
use std::path::Path;

/// Puts versions that are no longer built where pages name them.
pub(super) fn keep_frozen(project: &Path, dist: &Path) -> Result<()> {
    let frozen = project.join("frozen");
    if !frozen.exists() {
        return Ok(());
    }
    for (name, bytes) in read(&frozen)? {
        if name.starts_with(&format!("{VERSION}/")) {
            return Err(format!(
                "frozen/{VERSION} is the version that is still built: count VERSION in site.rs up, \
                 or take it out"
            )
            .into());
        }
        write(&dist.join(name), &bytes)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::keep_frozen;
    use crate::site::VERSION;
    use std::fs;

    #[test]
    fn old_versions_stay_and_the_present_one_is_not_frozen() {
        let name = format!("ghm-frozen-{}", std::process::id());
        let project = std::env::temp_dir().join(name);
        let [old, present] = ["v0", VERSION].map(|name| project.join("frozen").join(name));
        let dist = project.join("dist");
        fs::create_dir_all(&old).unwrap();
        fs::write(old.join("ghm-explainer.js"), "old").unwrap();
        keep_frozen(&project, &dist).unwrap();
        let kept = fs::read_to_string(dist.join("v0/ghm-explainer.js")).unwrap();
        fs::create_dir_all(&present).unwrap();
        fs::write(present.join("ghm-explainer.js"), "").unwrap();
        let error = keep_frozen(&project, &dist).unwrap_err().to_string();
        fs::remove_dir_all(&project).unwrap();
        assert_eq!(kept, "old");
        assert!(error.contains("still built"), "{error}");
    }
}
