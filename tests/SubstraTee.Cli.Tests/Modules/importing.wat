;; A module that nobody offers what it imports. importing.wasm is made of it with wat2wasm (wabt 1.0.32).
(module
  (import "env" "abort" (func (param i32)))
  (func (export "f")))
