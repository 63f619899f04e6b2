// Hints to the compiler.
#pragma once

// Loops over such a function become vector code.
#define TB_INLINE inline __attribute__((always_inline))

// One copy of a loop is enough: more cost compile time and size, and gain nothing.
#define TB_NOINLINE __attribute__((noinline))
