//! JavaScript's values.

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::JsValue;

/// An array of these values. The binding's own `collect` weighs 1 kB more in the page, gzipped.
pub fn array(values: impl IntoIterator<Item = JsValue>) -> Array {
    let all = Array::new();
    for value in values {
        all.push(&value);
    }
    all
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
