// Several element-wise operations in one pass over memory: a little program over tiles that stay
// in the cache. The planner writes the program; its instructions are the loops of the kernels.
#include <algorithm>
#include <cstring>

#include "../parallel.h"
#include "../registry.h"
#include "broadcast.h"

namespace tb {
namespace {

constexpr int64_t kTile = 1024;
constexpr int64_t kWidest = 8;  // bytes of an element
constexpr int kMostInputs = 32;
constexpr int kMostOperands = 16;
constexpr int kMostInstructions = 64;

// Where a value lies: a place in the program is index * kPlaces + one of these.
enum Place : int64_t { kInput, kRegister, kOutput, kPlaces };

struct Instruction {
  const TileKernel* kernel;
  const int64_t* operands;
  int count;
  int64_t target;
};

// The program, as the planner's list of integers holds it. A list has its length before it.
//   dims (a list); registers; outputs, and for each: type, inputs that it may take over (a
//   list); then instructions until the end, each: operation, tile, target, operands (a list).
class Reader {
 public:
  explicit Reader(const std::vector<int64_t>& code) : at_(code.data()), end_(at_ + code.size()) {}

  bool take(int64_t* value) {
    if (at_ == end_) return false;
    *value = *at_++;
    return true;
  }
  bool take_list(const int64_t** values, int64_t* count) {
    if (!take(count) || *count < 0 || *count > end_ - at_) return false;
    *values = at_;
    at_ += *count;
    return true;
  }

 private:
  const int64_t* at_;
  const int64_t* end_;
};

template <class T>
void fill_as(char* out, const char* value, int64_t n) {
  std::fill_n(reinterpret_cast<T*>(out), n, *reinterpret_cast<const T*>(value));
}

void fill(char* out, const char* value, int64_t n, int64_t element) {
  switch (element) {
    case 1: std::memset(out, *value, static_cast<size_t>(n)); break;
    case 2: fill_as<uint16_t>(out, value, n); break;
    case 4: fill_as<uint32_t>(out, value, n); break;
    default: fill_as<uint64_t>(out, value, n);
  }
}

// How an input is seen by tiles: as it lies, as one row again and again (a scalar is a row of
// one), or copied tile by tile.
struct Source {
  enum Kind { kDirect, kRow, kExpanded };

  Kind kind;
  int expanded;      // the number among the expanded inputs
  const char* data;  // of a row: so often repeated that a tile can begin anywhere in it
  int64_t element;   // bytes
  int64_t row;       // elements
};

// An input of any other shape that is broadcast.
struct Expanded {
  BroadcastWalk walk;
  const char* data;
  int64_t element;

  // Copies elements [begin, begin + n) of the results' shape.
  void copy(int64_t begin, int64_t n, char* out) const {
    int64_t inner = walk.inner(), step = walk.strides[0][walk.rank - 1];
    while (n > 0) {
      int64_t column = begin % inner, offset;
      int64_t length = std::min(n, inner - column);
      walk.row_offsets(begin / inner, &offset, 1);
      const char* from = data + (offset + column * step) * element;
      if (step == 1) {
        std::memcpy(out, from, static_cast<size_t>(length * element));
      } else {
        fill(out, from, length, element);
      }
      out += length * element;
      begin += length;
      n -= length;
    }
  }
};

class Fused {
 public:
  bool read(KernelContext& ctx) {
    Reader reader(ctx.attr_ints("code"));
    const int64_t* values;
    int64_t count;
    if (!reader.take_list(&values, &count)) return false;
    dims_ = Dims(values, static_cast<int>(count));
    total_ = dims_.elements();
    tile_ = std::min(kTile, total_);
    return reader.take(&registers_) && read_inputs(ctx) && read_outputs(ctx, reader) &&
           read_instructions(reader);
  }

  void run() {
    Scratch<char> rows(row_bytes_);
    repeat_rows(rows.get());
    parallel_for(total_, cost_, [&](int64_t begin, int64_t end) {
      Scratch<char> memory((registers_ + static_cast<int64_t>(expanded_.size())) * register_bytes());
      for (int64_t at = begin; at < end; at += kTile) {
        run_tile(at, std::min(kTile, end - at), memory.get());
      }
    });
  }

 private:
  bool read_inputs(KernelContext& ctx) {
    count_ = ctx.input_count();
    for (int i = 0; i < count_; ++i) {
      const Array& input = ctx.input(i);
      Source& source = sources_[i];
      source.kind = Source::kDirect;
      source.data = static_cast<const char*>(input.raw());
      source.element = static_cast<int64_t>(dtype_size(input.dtype()));
      if (source.element == 0 || source.element > kWidest) return false;
      if (input.dims() == dims_) continue;
      if (!read_broadcast(input.dims(), source)) return false;
    }
    return true;
  }

  bool read_broadcast(const Dims& dims, Source& source) {
    Dims common;
    if (!broadcast_dims(dims, dims_, &common) || !(common == dims_)) return false;
    source.row = dims.elements();
    bool one_row = source.row == 1 || (dims.rank() > 0 && source.row == dims[dims.rank() - 1]);
    if (one_row && source.row <= kTile && source.row > 0) {
      source.kind = Source::kRow;
      row_bytes_ += row_bytes(source);
      return true;
    }
    const Dims* inputs[] = {&dims};
    source.kind = Source::kExpanded;
    source.expanded = static_cast<int>(expanded_.size());
    expanded_.push_back({{}, source.data, source.element});
    return expanded_.back().walk.plan(dims_, inputs, 1);
  }

  // A tile may begin at any element of the row.
  int64_t row_length(const Source& source) const {
    return tile_ + (source.row > 1 ? source.row : 0);
  }
  int64_t row_bytes(const Source& source) const {
    return (row_length(source) * source.element + kWidest - 1) / kWidest * kWidest;
  }

  bool read_outputs(KernelContext& ctx, Reader& reader) {
    int64_t type, candidates;
    const int64_t* values;
    int64_t outputs;
    if (!reader.take(&outputs) || outputs > kMostInstructions) return false;
    for (int64_t i = 0; i < outputs; ++i) {
      if (!reader.take(&type) || !reader.take_list(&values, &candidates)) return false;
      int inputs[kMostInputs];
      int count = static_cast<int>(std::min<int64_t>(candidates, kMostInputs));
      std::copy_n(values, count, inputs);
      const Array& output = ctx.output_over(static_cast<DType>(type), dims_, inputs, count);
      outputs_[i] = {static_cast<char*>(output.raw()),
                     static_cast<int64_t>(dtype_size(output.dtype()))};
    }
    return true;
  }

  bool read_instructions(Reader& reader) {
    const Registry& registry = Registry::instance();
    int64_t handle, tile, count;
    while (reader.take(&handle)) {
      if (instruction_count_ == kMostInstructions) return false;
      Instruction& made = instructions_[instruction_count_++];
      if (!reader.take(&tile) || !reader.take(&made.target) ||
          !reader.take_list(&made.operands, &count) || count > kMostOperands) {
        return false;
      }
      made.count = static_cast<int>(count);
      made.kernel = &registry[static_cast<int>(handle)].tiles[static_cast<size_t>(tile)];
      cost_ += made.kernel->cost;
    }
    return true;
  }

  void repeat_rows(char* place) {
    for (int i = 0; i < count_; ++i) {
      Source& source = sources_[i];
      if (source.kind != Source::kRow) continue;
      int64_t length = row_length(source);
      if (source.row == 1) {
        fill(place, source.data, length, source.element);
      } else {
        for (int64_t at = 0; at < length; at += source.row) {
          int64_t n = std::min(source.row, length - at);
          std::memcpy(place + at * source.element, source.data,
                      static_cast<size_t>(n * source.element));
        }
      }
      source.data = place;
      place += row_bytes(source);
    }
  }

  void run_tile(int64_t at, int64_t n, char* memory) const {
    const void* inputs[kMostInputs];
    char* expanded = memory + registers_ * register_bytes();
    for (int i = 0; i < count_; ++i) {
      const Source& source = sources_[i];
      if (source.kind == Source::kDirect) {
        inputs[i] = source.data + at * source.element;
      } else if (source.kind == Source::kRow) {
        inputs[i] = source.data + at % source.row * source.element;
      } else {
        expanded_[static_cast<size_t>(source.expanded)].copy(at, n, expanded);
        inputs[i] = expanded;
        expanded += register_bytes();
      }
    }
    for (int k = 0; k < instruction_count_; ++k) {
      const Instruction& each = instructions_[k];
      const void* operands[kMostOperands];
      for (int i = 0; i < each.count; ++i) {
        int64_t place = each.operands[i];
        bool input = place % kPlaces == kInput;
        operands[i] = input ? inputs[place / kPlaces] : target(place, at, memory);
      }
      each.kernel->loop(operands, each.count, target(each.target, at, memory), n);
    }
  }

  char* target(int64_t place, int64_t at, char* memory) const {
    int64_t index = place / kPlaces;
    if (place % kPlaces == kRegister) return memory + index * register_bytes();
    const Result& output = outputs_[index];
    return output.data + at * output.element;
  }

  int64_t register_bytes() const { return tile_ * kWidest; }

  struct Result {
    char* data;
    int64_t element;
  };

  Dims dims_;
  int count_ = 0, instruction_count_ = 0;
  int64_t total_ = 0, tile_ = 0, registers_ = 0, cost_ = 0, row_bytes_ = 0;
  Source sources_[kMostInputs];
  List<Expanded> expanded_;
  // Set as far as they are counted: filling them all would cost more than a small step.
  Result outputs_[kMostInstructions];
  Instruction instructions_[kMostInstructions];
};

bool fused(KernelContext& ctx) {
  if (ctx.input_count() > kMostInputs) return false;
  Fused program;
  if (!program.read(ctx)) return false;
  program.run();
  return true;
}

CPU_KERNEL_ANY("_Fused", fused);

}  // namespace
}  // namespace tb
