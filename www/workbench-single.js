// The workbench as one file.

import './still.js';
import './workbench.js';

// It is this one.
document.querySelector('.alone')?.remove();
