;; Kernels in which control is the work: calls, tables of functions, tables of branches, and a step that a host calls often.
(module
  (type $unary (func (param i32) (result i32)))
  (memory (export "memory") 1)
  (table 8 funcref)
  (elem (i32.const 0) $op0 $op1 $op2 $op3 $op4 $op5 $op6 $op7)

  (func $fib (export "fib") (param $n i32) (result i32)
    (if (result i32) (i32.lt_s (local.get $n) (i32.const 2))
      (then (local.get $n))
      (else (i32.add
        (call $fib (i32.sub (local.get $n) (i32.const 1)))
        (call $fib (i32.sub (local.get $n) (i32.const 2)))))))

  (func $op0 (type $unary) (i32.add (local.get 0) (i32.const 7)))
  (func $op1 (type $unary) (i32.xor (local.get 0) (i32.const 0x55aa)))
  (func $op2 (type $unary) (i32.rotl (local.get 0) (i32.const 3)))
  (func $op3 (type $unary) (i32.mul (local.get 0) (i32.const 31)))
  (func $op4 (type $unary) (i32.sub (local.get 0) (i32.const 99)))
  (func $op5 (type $unary) (i32.shr_u (local.get 0) (i32.const 1)))
  (func $op6 (type $unary) (i32.or (local.get 0) (i32.const 1)))
  (func $op7 (type $unary) (i32.and (local.get 0) (i32.const 0x7fffffff)))

  ;; A function of the table for each of n steps, by the lower bits of a linear congruence.
  (func (export "indirect") (param $n i32) (result i32)
    (local $x i32) (local $r i32)
    (local.set $r (i32.const 1))
    (loop $again
      (local.set $r (i32.add (i32.mul (local.get $r) (i32.const 1664525)) (i32.const 1013904223)))
      (local.set $x (call_indirect (type $unary) (local.get $x) (i32.and (i32.shr_u (local.get $r) (i32.const 24)) (i32.const 7))))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $x))

  ;; The same with a br_table.
  (func (export "switch") (param $n i32) (result i32)
    (local $x i32) (local $r i32)
    (local.set $r (i32.const 1))
    (loop $again
      (local.set $r (i32.add (i32.mul (local.get $r) (i32.const 1664525)) (i32.const 1013904223)))
      (block $done
        (block $7 (block $6 (block $5 (block $4 (block $3 (block $2 (block $1 (block $0
          (br_table $0 $1 $2 $3 $4 $5 $6 $7 (i32.and (i32.shr_u (local.get $r) (i32.const 24)) (i32.const 7))))
          (local.set $x (i32.add (local.get $x) (i32.const 7))) (br $done))
          (local.set $x (i32.xor (local.get $x) (i32.const 0x55aa))) (br $done))
          (local.set $x (i32.rotl (local.get $x) (i32.const 3))) (br $done))
          (local.set $x (i32.mul (local.get $x) (i32.const 31))) (br $done))
          (local.set $x (i32.sub (local.get $x) (i32.const 99))) (br $done))
          (local.set $x (i32.shr_u (local.get $x) (i32.const 1))) (br $done))
          (local.set $x (i32.or (local.get $x) (i32.const 1))) (br $done))
        (local.set $x (i32.and (local.get $x) (i32.const 0x7fffffff))))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $x))

  ;; A counter in memory with a limit, as a call of an application would be: a few dozen instructions.
  (func (export "step") (param $by i32) (result i32)
    (local $value i64)
    (local.set $value (i64.load (i32.const 16)))
    (if (i32.lt_s (local.get $by) (i32.const 0)) (then (return (i32.const -1))))
    (if (i64.gt_u (i64.add (local.get $value) (i64.extend_i32_u (local.get $by))) (i64.const 1000000000))
      (then (i64.store (i32.const 16) (i64.const 0)) (return (i32.const 0))))
    (i64.store (i32.const 16) (i64.add (local.get $value) (i64.extend_i32_u (local.get $by))))
    (i64.store (i32.const 24) (i64.add (i64.load (i32.const 24)) (i64.const 1)))
    (i64.store (i32.const 32) (i64.xor (i64.rotl (i64.load (i32.const 32)) (i64.const 7)) (local.get $value)))
    (i32.wrap_i64 (i64.load (i32.const 16)))))
