#include "variable.h"

#include <cstring>

namespace tb {

Array& Variable::writable() {
  if (value_ && !value_.sole_owner()) {
    Array copy(value_.dtype(), value_.dims());
    std::memcpy(copy.raw(), value_.raw(), value_.bytes());
    value_ = std::move(copy);
  }
  return value_;
}

}  // namespace tb
