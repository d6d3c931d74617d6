//! The `deskbell` command.

fn main() -> std::process::ExitCode {
    deskbell::cli::run(std::env::args_os())
}
