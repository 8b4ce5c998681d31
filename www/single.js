// The article as one file.

import './still.js';
import './page.js';
