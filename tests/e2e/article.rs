//! The article as a reader uses it, in both languages.

mod controls;
mod drawing;
mod figures;
mod layout;
mod paper;
mod phone;
mod prose;
mod shift;
mod size;

use crate::harness::Visit;
use serde_json::Value;

/// What the scripts of these tests share: ways to find, wait for and set parts of the page.
const TOOLS: &str = "
    const figure = async (name) => {
        const found = document.querySelector(`ghm-figure[name=${name}][shared]`);
        for (let box = found.closest('details'); box; box = box.parentElement.closest('details')) box.open = true;
        // A section far from view has the height that it had when it was last laid out. Scrolled to at once after
        // a box in it was opened, the page moves as the section takes its room.
        await until(`figure ${name}`, () => {
            found.scrollIntoView({ block: 'center' });
            return found.dataset.draws;
        });
        await frames(3);
        return found;
    };
    const picture = (f) => f.shadowRoot.querySelector('canvas').toDataURL();
    const dock = (key) => document.querySelector(`.dock .knob[data-key=${key}]`);
    // Shows all that predictions cover.
    const uncover = () => {
        for (const covered of document.querySelectorAll('[data-after]')) covered.removeAttribute('data-after');
    };
    const live = async () => {
        await until('the page', () => document.querySelector('.dock .knob'));
        const shared = () => document.querySelector('ghm-figure[shared]')?.session?.engine;
        await until('all of the recording', () => shared() && !shared().partial());
    };
    const put = (input, value, event) => {
        input.value = value;
        input.dispatchEvent(new Event(event, { bubbles: true }));
    };
    const set = async (input, value, event) => {
        put(input, value, event);
        await frames(3);
    };
";

async fn run(visit: &Visit, script: &str) -> xtask::Result<Value> {
    visit
        .ask(&format!("{TOOLS} await live(); uncover(); {{ {script} }}"))
        .await
}
