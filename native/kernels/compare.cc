// Comparisons and logic: results are bool.
#include "binary.h"

namespace tb {
namespace {

BINARY(Equal, 1, x == y);
BINARY(NotEqual, 1, x != y);
BINARY(Less, 1, x < y);
BINARY(LessEqual, 1, x <= y);
BINARY(Greater, 1, x > y);
BINARY(GreaterEqual, 1, x >= y);
BINARY(LogicalAnd, 1, static_cast<bool>(x& y));
BINARY(LogicalOr, 1, static_cast<bool>(x | y));

CPU_KERNEL("Equal", Binary<Equal>, FLOATS, COMPLEXES, INTEGERS, bool);
CPU_KERNEL("NotEqual", Binary<NotEqual>, FLOATS, COMPLEXES, INTEGERS, bool);
CPU_KERNEL("Less", Binary<Less>, FLOATS, INTEGERS);
CPU_KERNEL("LessEqual", Binary<LessEqual>, FLOATS, INTEGERS);
CPU_KERNEL("Greater", Binary<Greater>, FLOATS, INTEGERS);
CPU_KERNEL("GreaterEqual", Binary<GreaterEqual>, FLOATS, INTEGERS);
CPU_KERNEL("LogicalAnd", Binary<LogicalAnd>, bool);
CPU_KERNEL("LogicalOr", Binary<LogicalOr>, bool);

}  // namespace
}  // namespace tb
