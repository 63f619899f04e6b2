#include "allocator.h"

#include <array>
#include <bit>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <new>
#include <vector>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#endif

namespace tb {
namespace {

constexpr int kClasses = 4 * 40;
constexpr int kSmallClasses = 26;
constexpr int kSmallPerClass = 64;
constexpr int64_t kCacheLimit = int64_t{1} << 30;
constexpr int64_t kUntoldBytes = 64 * 1024;

std::atomic<size_t> buffer_limit{SIZE_MAX};
std::atomic<int64_t> live_bytes{0};
std::atomic<int64_t> peak_bytes{0};
std::atomic<int64_t> cached_bytes{0};

// Four classes per power of two waste at most a quarter of a block.
int class_of(size_t bytes) {
  if (bytes <= kAlignment) return 0;
  int log = std::bit_width(bytes - 1) - 1;
  int quarter = static_cast<int>(((bytes - 1) >> (log - 2)) & 3);
  return (log - 6) * 4 + quarter + 1;
}

size_t class_bytes(int size_class) {
  if (size_class == 0) return kAlignment;
  int log = (size_class - 1) / 4 + 6;
  size_t quarter = static_cast<size_t>((size_class - 1) % 4);
  size_t bytes = (size_t{1} << log) + (quarter + 1) * (size_t{1} << (log - 2));
  return (bytes + kAlignment - 1) / kAlignment * kAlignment;
}

// Tells the sanitizer how much of a block may be touched: nothing of one that waits.
inline void keep_bounds([[maybe_unused]] Buffer* buffer, [[maybe_unused]] size_t bytes) {
#if defined(__SANITIZE_ADDRESS__)
  char* begin = reinterpret_cast<char*>(buffer) + sizeof(Buffer);
  ASAN_POISON_MEMORY_REGION(begin, class_bytes(buffer->size_class));
  ASAN_UNPOISON_MEMORY_REGION(begin, bytes);
#endif
}

struct Bin {
  std::mutex mutex;
  std::vector<Buffer*> free;
};

// Leaked on purpose: tensors may die after the destructors of static objects.
std::array<Bin, kClasses>& bins() {
  static auto* table = new std::array<Bin, kClasses>();
  return *table;
}

// A number that one thread changes and others may read: no locked instructions.
class OwnCounter {
 public:
  void add(int64_t n) { value_.store(read() + n, std::memory_order_relaxed); }
  int64_t read() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<int64_t> value_{0};
};

// What each thread has for itself: small blocks, so an eager operation takes no lock, and
// counters.
struct Local {
  std::array<std::array<Buffer*, kSmallPerClass>, kSmallClasses> blocks;
  std::array<int, kSmallClasses> count{};
  OwnCounter allocations, cache_hits, untold_bytes;
};

struct Threads {
  std::mutex mutex;
  std::vector<Local*> running;
  int64_t past_allocations = 0, past_cache_hits = 0;  // of threads that have ended
};

Threads& threads() {
  static auto* table = new Threads();
  return *table;
}

// The pointer alone is thread-local storage of the quick kind, of which there is little.
#if defined(__GNUC__) && defined(__ELF__)
__attribute__((tls_model("initial-exec")))
#endif
constinit thread_local Local* local = nullptr;
constinit thread_local bool ended = false;

struct AtThreadEnd {
  ~AtThreadEnd() {
    Local* own = std::exchange(local, nullptr);
    ended = true;
    if (!own) return;
    for (int c = 0; c < kSmallClasses; ++c) {
      for (int i = 0; i < own->count[c]; ++i) std::free(own->blocks[c][i]);
    }
    live_bytes.fetch_add(own->untold_bytes.read(), std::memory_order_relaxed);
    Threads& table = threads();
    std::lock_guard lock(table.mutex);
    table.past_allocations += own->allocations.read();
    table.past_cache_hits += own->cache_hits.read();
    std::erase(table.running, own);
    delete own;
  }
};

Local* begin_thread() {
  if (ended) return nullptr;
  static thread_local AtThreadEnd at_end;
  (void)&at_end;
  local = new Local();
  Threads& table = threads();
  std::lock_guard lock(table.mutex);
  table.running.push_back(local);
  return local;
}

// Null once the thread's own destructors run.
inline Local* own_state() { return local ? local : begin_thread(); }

void raise_peak(int64_t live) {
  int64_t peak = peak_bytes.load(std::memory_order_relaxed);
  while (live > peak && !peak_bytes.compare_exchange_weak(peak, live)) {
  }
}

void tell_live(int64_t bytes) {
  raise_peak(live_bytes.fetch_add(bytes, std::memory_order_relaxed) + bytes);
}

void count_live(Local* own, int64_t bytes) {
  if (!own) return tell_live(bytes);
  own->untold_bytes.add(bytes);
  int64_t untold = own->untold_bytes.read();
  if (untold > kUntoldBytes || untold < -kUntoldBytes) {
    own->untold_bytes.add(-untold);
    tell_live(untold);
  }
}

Buffer* take_shared(int size_class) {
  Bin& bin = bins()[size_class];
  std::lock_guard lock(bin.mutex);
  if (bin.free.empty()) return nullptr;
  Buffer* buffer = bin.free.back();
  bin.free.pop_back();
  cached_bytes.fetch_sub(class_bytes(size_class), std::memory_order_relaxed);
  return buffer;
}

Buffer* take_cached(Local* own, int size_class) {
  if (size_class >= kSmallClasses) return take_shared(size_class);
  if (!own || own->count[size_class] == 0) return nullptr;
  return own->blocks[size_class][--own->count[size_class]];
}

bool put_shared(Buffer* buffer) {
  int size_class = buffer->size_class;
  int64_t bytes = static_cast<int64_t>(class_bytes(size_class));
  if (cached_bytes.load(std::memory_order_relaxed) + bytes > kCacheLimit) return false;
  Bin& bin = bins()[size_class];
  std::lock_guard lock(bin.mutex);
  bin.free.push_back(buffer);
  cached_bytes.fetch_add(bytes, std::memory_order_relaxed);
  return true;
}

bool put_cached(Local* own, Buffer* buffer) {
  int size_class = buffer->size_class;
  if (size_class >= kSmallClasses) return put_shared(buffer);
  if (!own || own->count[size_class] == kSmallPerClass) return false;
  own->blocks[size_class][own->count[size_class]++] = buffer;
  return true;
}

}  // namespace

void set_buffer_limit(size_t bytes) { buffer_limit.store(bytes, std::memory_order_relaxed); }

Buffer* allocate_buffer(size_t bytes) {
  if (bytes > buffer_limit.load(std::memory_order_relaxed)) throw std::bad_alloc();
  int size_class = class_of(bytes);
  if (size_class >= kClasses) throw std::bad_alloc();
  Local* own = own_state();
  void* block = take_cached(own, size_class);
  if (block) {
    if (own) own->cache_hits.add(1);
  } else {
    block = std::aligned_alloc(kAlignment, sizeof(Buffer) + class_bytes(size_class));
    if (!block) throw std::bad_alloc();
  }
  Buffer* buffer = new (block) Buffer;
  buffer->size_class = size_class;
  buffer->data = static_cast<char*>(block) + sizeof(Buffer);
  buffer->bytes = bytes;
  keep_bounds(buffer, bytes);
  if (own) own->allocations.add(1);
  count_live(own, static_cast<int64_t>(bytes));
  return buffer;
}

Buffer* wrap_foreign(void* data, size_t bytes, void* owner, void (*release_owner)(void*)) {
  Buffer* buffer = allocate_buffer(0);
  buffer->data = data;
  buffer->bytes = bytes;
  buffer->owner = owner;
  buffer->release_owner = release_owner;
  return buffer;
}

void free_buffer(Buffer* buffer) {
  if (buffer->release_owner) buffer->release_owner(buffer->owner);
  Local* own = own_state();
  if (!buffer->release_owner) count_live(own, -static_cast<int64_t>(buffer->bytes));
  keep_bounds(buffer, 0);
  if (!put_cached(own, buffer)) std::free(buffer);
}

AllocatorStats allocator_stats() {
  Threads& table = threads();
  std::lock_guard lock(table.mutex);
  int64_t live = live_bytes.load();
  int64_t allocations = table.past_allocations, cache_hits = table.past_cache_hits;
  for (const Local* each : table.running) {
    live += each->untold_bytes.read();
    allocations += each->allocations.read();
    cache_hits += each->cache_hits.read();
  }
  raise_peak(live);
  return {live, peak_bytes.load(), cached_bytes.load(), allocations, cache_hits};
}

}  // namespace tb
