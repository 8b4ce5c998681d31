// Whether custom-elements.json is what its schema asks for.

import { readFileSync } from 'node:fs';
import Ajv from 'ajv';

const read = (file) => JSON.parse(readFileSync(new URL(`../node_modules/${file}`, import.meta.url)));
const schema = read('custom-elements-manifest/schema.json');
const manifest = read('ghm-explainer/custom-elements.json');

// The whole schema takes anything with a name for a class: the element is checked on its own, too.
const element = { definitions: schema.definitions, $ref: '#/definitions/CustomElementDeclaration' };
for (const [wanted, found] of [[schema, manifest], [element, manifest.modules[0].declarations[0]]]) {
  const validate = new Ajv({ strict: false }).compile(wanted);
  if (!validate(found)) throw new Error(JSON.stringify(validate.errors, null, 2));
}
