//! JavaScript's values.

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::JsValue;

/// An array of these values.
pub fn array(values: impl IntoIterator<Item = JsValue>) -> Array {
    values.into_iter().collect()
}

/// An object with these properties.
pub fn object(properties: &[(&str, JsValue)]) -> JsValue {
    let made: JsValue = Object::new().into();
    for (key, value) in properties {
        put(&made, key, value.clone());
    }
    made
}

/// Gives an object another property.
pub fn put(object: &JsValue, key: &str, value: JsValue) {
    // A plain object refuses no property.
    let _ = Reflect::set(object, &key.into(), &value);
}
