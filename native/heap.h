// How often the core asked the system's heap for memory beside its buffers.
#pragma once

#include <cstdint>

namespace tb {

// Calls of operator new in this library and in those that it brings; always 0 in builds with a
// sanitizer.
int64_t heap_allocations();

// While one lives, nothing is counted: another library is at work, perhaps in threads of its own,
// and its bookkeeping is not ours.
class HeapOfOthers {
 public:
  HeapOfOthers();
  ~HeapOfOthers();
  HeapOfOthers(const HeapOfOthers&) = delete;
  HeapOfOthers& operator=(const HeapOfOthers&) = delete;
};

}  // namespace tb
