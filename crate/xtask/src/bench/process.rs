//! A program that reads a case on each line of its input and answers it with a line.

use super::answer::{Variants, variants};
use super::cases::Case;
use crate::{Result, root, step};
use std::env;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use xshell::{Shell, cmd};

/// A running program.
#[derive(Debug)]
pub struct Program {
    name: &'static str,
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Program {
    /// The kernels, compiled for the SIMD levels of this machine.
    pub fn native(shell: &Shell, data: &Path) -> Result<Self> {
        let flags = [
            "--release",
            "--package",
            "bench-wasm",
            "--example",
            "native",
        ];
        step("native kernels", || {
            Ok(cmd!(shell, "cargo build {flags...}").run()?)
        })?;
        let mut command = Command::new("cargo");
        command.arg("run").arg("--quiet").args(flags).arg("--");
        Self::start("the native program", command.arg(data))
    }

    /// torch and NumPy; `PYTHON` names the interpreter that has them.
    pub fn torch(shell: &Shell, data: &Path) -> Result<Self> {
        let python = env::var("PYTHON").unwrap_or_else(|_| "python3".into());
        cmd!(shell, "{python} -c 'import numpy, torch'")
            .quiet()
            .ignore_stderr()
            .run()
            .map_err(|_| {
                format!("{python} has no torch or no NumPy: name one that has in PYTHON, or leave --torch out")
            })?;
        let script = root().join("tests/bench/torch_peers.py");
        Self::start("torch", Command::new(python).arg(script).arg(data))
    }

    fn start(name: &'static str, command: &mut Command) -> Result<Self> {
        let mut child = command
            .current_dir(root())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{name}: {error}"))?;
        Ok(Self {
            name,
            input: child.stdin.take(),
            output: BufReader::new(child.stdout.take().expect("it is piped")),
            child,
        })
    }

    /// Asks for a case.
    pub fn ask(&mut self, case: &Case, rounds: usize) -> Result<Variants> {
        let input = self.input.as_mut().expect("open until it is dropped");
        writeln!(input, "{}", case.request(rounds))?;
        let mut line = String::new();
        if self.output.read_line(&mut line)? == 0 {
            return Err(format!("{} ended at {case}", self.name).into());
        }
        variants(&serde_json::from_str(&line)?)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It ends by itself when its input ends.
        drop(self.input.take());
        let _ = self.child.wait();
    }
}
