;; Calls a function of the host n times.
(module
  (import "env" "add" (func $add (param i32 i32) (result i32)))
  (func (export "calls") (param $n i32) (result i32)
    (local $x i32)
    (loop $again
      (local.set $x (call $add (local.get $x) (i32.const 3)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $x)))
