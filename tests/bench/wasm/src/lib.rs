//! The kernels with plain WebAssembly exports, for the benchmark only.
