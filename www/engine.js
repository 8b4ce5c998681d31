// The whole engine's glue, a script of its own in the site: the article loads it once the hero lives.

import init, { Engine, FileIntake, Recording, texts } from '../pkg/explainer.js';

globalThis.ghmParts = { ...globalThis.ghmParts, engine: { default: init, Engine, FileIntake, Recording, texts } };
