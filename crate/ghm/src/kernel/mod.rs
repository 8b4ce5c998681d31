//! The same mathematics in single precision and in lanes, for millions of examples a frame.
