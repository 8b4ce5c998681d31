//! The reader's own files: read in a worker, shown, changed, refused.

mod cases;
pub mod findings;
mod large;
mod ways;

use crate::harness::Visit;
use serde_json::Value;

/// What the scripts of these tests share: ways to give files and to wait for what is said of them.
pub const TOOLS: &str = "
    const host = await until('ghm-file', () => document.querySelector('ghm-file input')?.closest('ghm-file'));
    const session = await until('a session', () => document.querySelector('ghm-figure[shared]')?.session);
    // The article begins with the hero's engine.
    await session.whole;
    const { engine } = session;
    const fileOf = ([name, base64]) => new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name);
    const message = () => host.querySelector('.message').textContent;
    const busy = () => host.querySelector('.under-way');
    const said = () => until('an answer', () => !busy() && message() && message());
    const choose = (...files) => {
        const data = new DataTransfer();
        for (const file of files) data.items.add(file);
        const input = host.querySelector('input[type=file]');
        input.files = data.files;
        host.querySelector('.message').textContent = '';
        input.dispatchEvent(new Event('change'));
    };
    const give = async (...files) => {
        choose(...files);
        return said();
    };
    // A menu, by what it is for.
    const menuOf = (name) => [...host.querySelectorAll('select')].find((it) => it.dataset.focus === name);
    const pick = async (name, value) => {
        const menu = menuOf(name);
        if (!menu) throw new Error(`there is no menu for ${name} in ${host.textContent}`);
        menu.value = value;
        menu.dispatchEvent(new Event('change'));
        await until('the reading', () => busy() || menuOf(name) !== menu);
        return said();
    };
    const press = async (text) => {
        const button = [...host.querySelectorAll('.either button')].find((it) => it.textContent === text);
        if (!button) throw new Error(`there is no button ${text} in ${host.textContent}`);
        button.click();
        return said();
    };
    const facts = () => [...host.querySelectorAll('.facts:not(.suggested .facts) span')].map((it) => it.textContent);
    const notes = () => [...host.querySelectorAll('.notes-of-file li')].map((it) => it.textContent);
";

async fn run(visit: &Visit, script: &str) -> xtask::Result<Value> {
    visit.ask(&format!("{TOOLS} {{ {script} }}")).await
}
