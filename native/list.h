// A vector whose memory comes from the caching allocator: a kernel that needs one in every step
// asks the system for nothing.
#pragma once

#include <vector>

#include "allocator.h"

namespace tb {

template <class T>
struct CachedAllocator {
  using value_type = T;

  CachedAllocator() = default;
  template <class U>
  CachedAllocator(const CachedAllocator<U>&) {}

  T* allocate(size_t count) {
    return static_cast<T*>(allocate_buffer(count * sizeof(T))->data);
  }
  void deallocate(T* data, size_t) { free_buffer(buffer_before(data)); }

  template <class U>
  bool operator==(const CachedAllocator<U>&) const {
    return true;
  }
};

template <class T>
using List = std::vector<T, CachedAllocator<T>>;

// Memory for the length of a call, not set to anything.
template <class T>
class Scratch {
 public:
  explicit Scratch(int64_t count) : buffer_(allocate_buffer(static_cast<size_t>(count) * sizeof(T))) {}
  T* get() const { return static_cast<T*>(buffer_->data); }

 private:
  BufferRef buffer_;
};

}  // namespace tb
