#include "variable.h"

#include <cstring>

namespace tb {

namespace {

Array copy_of(const Array& array) {
  Array copy(array.dtype(), array.dims());
  std::memcpy(copy.raw(), array.raw(), array.bytes());
  return copy;
}

}  // namespace

void Variable::assign(Array value) {
  bool foreign = value && value.buffer()->release_owner && !holds_object(value.dtype());
  if (foreign) value = copy_of(value);
  std::lock_guard lock(mutex_);
  // The old value dies with the argument, after the lock: its owner may want the GIL, which
  // a thread that waits for the lock may hold.
  std::swap(value_, value);
}

Array& Variable::writable() {
  if (value_ && !value_.sole_owner()) value_ = copy_of(value_);
  return value_;
}

}  // namespace tb
