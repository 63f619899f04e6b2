// Sums of products in Einstein's notation, as products of matrices. The labels fall into four
// groups: in both operands and in the result (a batch of products), in the first and the result
// (rows), in the second and the result (columns), and in both operands alone (summed over). Where
// the labels of a group lie one after the other, the matrix is used as it lies; else it is copied.
#include <algorithm>
#include <cstring>

#include "products.h"
#include "strided.h"

namespace tb {
namespace {

constexpr int kMostLabels = 16;
constexpr int kFirstDotted = 128;  // codes of the axes that dots stand for, from the last one on

enum Side { kLeft, kRight, kOut, kSides };

struct Label {
  int code;
  int64_t size = 1;
  int64_t stride[kSides] = {0, 0, 0};
  bool in[kSides] = {false, false, false};
};

// A group of labels, outermost first.
struct Group {
  Label* labels[kMostLabels];
  int count = 0;

  void add(Label& label) { labels[count++] = &label; }
  int64_t size() const {
    int64_t product = 1;
    for (int i = 0; i < count; ++i) product *= labels[i]->size;
    return product;
  }
  // The stride of the group as one dimension, `alone` where it has no labels; -1 if it isn't one.
  int64_t stride(Side side, int64_t alone) const {
    if (count == 0) return alone;
    for (int i = 0; i + 1 < count; ++i) {
      const Label &outer = *labels[i], &inner = *labels[i + 1];
      if (outer.stride[side] != inner.stride[side] * inner.size) return -1;
    }
    return labels[count - 1]->stride[side];
  }
};

// The equation with the operands' sizes and strides. Axes of one element are left out.
class Equation {
 public:
  Dims result;

  bool read(KernelContext& ctx) {
    std::string_view text = ctx.attr_string("equation");
    int operands = ctx.input_count();
    for (int i = 0; i < operands; ++i) {
      if (ctx.input(i).dtype() != ctx.input(0).dtype()) return false;
      size_t end = std::min(text.find_first_of(",-"), text.size());
      if (!read_operand(text.substr(0, end), ctx.input(i).dims(), static_cast<Side>(i))) {
        return false;
      }
      text.remove_prefix(end);
      bool more = !text.empty() && text[0] == ',';
      if (more != (i + 1 < operands)) return false;
      if (more) text.remove_prefix(1);
    }
    if (!text.starts_with("->")) return false;
    return read_result(text.substr(2));
  }

  Label* begin() { return labels_; }
  Label* end() { return labels_ + count_; }

 private:
  // The codes of a term whose dots stand for `dotted` axes; -1 for something else.
  static int codes_of(std::string_view term, int dotted, int* codes) {
    int count = 0;
    for (size_t i = 0; i < term.size(); ++i) {
      if (term[i] == ' ') continue;
      int axes = term[i] == '.' ? dotted : 1;
      if (count + axes > kMostLabels) return -1;
      if (term[i] == '.') {
        if (term.substr(i, 3) != "...") return -1;
        for (int k = dotted; k-- > 0;) codes[count++] = kFirstDotted + k;
        i += 2;
      } else {
        codes[count++] = term[i];
      }
    }
    return count;
  }

  bool read_operand(std::string_view term, const Dims& dims, Side side) {
    int codes[kMostLabels];
    int named = codes_of(term, 0, codes), dotted = dims.rank() - named;
    if (named < 0 || dotted < 0) return false;
    int count = codes_of(term, dotted, codes);
    if (count != dims.rank()) return false;
    if (term.find('.') != term.npos) dotted_ = std::max(dotted_, dotted);
    Dims strides = strides_of(dims);
    for (int i = 0; i < count; ++i) {
      Label* label = find_or_add(codes[i]);
      int first = static_cast<int>(std::find(codes, codes + i, codes[i]) - codes);
      if (!label || dims[first] != dims[i]) return false;
      if (dims[i] == 1) continue;
      if (label->size != 1 && label->size != dims[i]) return false;
      label->size = dims[i];
      label->stride[side] += strides[i];  // a label that stands twice walks the diagonal
      label->in[side] = true;
    }
    return true;
  }

  bool read_result(std::string_view term) {
    int codes[kMostLabels];
    int count = codes_of(term, dotted_, codes);
    if (count < 0) return false;
    result.resize(count);
    int64_t stride = 1;
    for (int i = count - 1; i >= 0; --i) {
      Label* label = std::find_if(begin(), end(), [&](Label& l) { return l.code == codes[i]; });
      if (label == end() || label->in[kOut]) return false;
      result[i] = label->size;
      label->in[kOut] = true;
      label->stride[kOut] = stride;
      stride *= label->size;
    }
    // Groups are taken in the order of the result; what is summed over keeps its own.
    std::stable_sort(begin(), end(), [](const Label& x, const Label& y) {
      return x.stride[kOut] > y.stride[kOut];
    });
    return true;
  }

  Label* find_or_add(int code) {
    Label* found = std::find_if(begin(), end(), [&](Label& l) { return l.code == code; });
    if (found != end()) return found;
    if (count_ == kMostLabels) return nullptr;
    found->code = code;
    ++count_;
    return found;
  }

  Label labels_[kMostLabels];
  int count_ = 0, dotted_ = 0;
};

// Labels as the dimensions of one array, outermost first.
struct Axes {
  Label* labels[kMostLabels];
  int count = 0;

  explicit Axes(std::initializer_list<const Group*> groups) {
    for (const Group* group : groups) {
      std::copy_n(group->labels, group->count, labels + count);
      count += group->count;
    }
  }
  int64_t size() const {
    int64_t product = 1;
    for (int i = 0; i < count; ++i) product *= labels[i]->size;
    return product;
  }
  // From now on that side lies densely, in this order. Says how to copy it there and back.
  void lay_out(Side side, StridedCopy* there, StridedCopy* back) const {
    int64_t step = size();
    for (int i = 0; i < count; ++i) {
      Label& label = *labels[i];
      step /= label.size;
      there->add(label.size, label.stride[side], step);
      back->add(label.size, step, label.stride[side]);
      label.stride[side] = step;
    }
  }
};

template <class T>
class Contraction {
 public:
  // False where a label is summed over in one operand alone.
  bool read(Equation& equation) {
    for (Label& label : equation) {
      if (label.size == 1) continue;
      bool left = label.in[kLeft], right = label.in[kRight], out = label.in[kOut];
      if (!out && !(left && right)) return false;
      Group& group = !out ? summed_ : left && right ? batch_ : left ? rows_ : columns_;
      group.add(label);
    }
    std::stable_sort(
        summed_.labels, summed_.labels + summed_.count,
        [](const Label* x, const Label* y) { return x->stride[kLeft] > y->stride[kLeft]; });
    return batch_.count <= MatrixBatch::kMostDims;
  }

  void run(const T* left, const T* right, T* out) {
    // The result is written along its rows: what its last axis belongs to becomes the columns.
    bool turned = rows_.count > 0 && rows_.labels[rows_.count - 1]->stride[kOut] == 1;
    if (turned) {
      std::swap(rows_, columns_);
      std::swap(left, right);
    }
    Side first = turned ? kRight : kLeft, second = turned ? kLeft : kRight;
    Axes axes({&batch_, &rows_, &columns_});
    bool direct = rows_.stride(kOut, 0) >= 0 && columns_.stride(kOut, 1) == 1;
    Scratch<T> copy(direct ? 0 : axes.size());
    StridedCopy there, back;
    if (!direct) axes.lay_out(kOut, &there, &back);
    with_matrix(rows_, summed_, first, left, [&](const T* a) {
      with_matrix(summed_, columns_, second, right, [&](const T* b) {
        multiply_all(shape(first, second), a, b, direct ? out : copy.get());
      });
    });
    if (!direct) back.run(copy.get(), out, sizeof(T));
  }

 private:
  // Calls body(data), or body(a copy) where the groups aren't the sides of a matrix.
  template <class Body>
  void with_matrix(const Group& x, const Group& y, Side side, const T* data, const Body& body) {
    int64_t row = x.stride(side, 1), column = y.stride(side, 1);
    if (row >= 0 && column >= 0 && (row == 1 || column == 1)) return body(data);
    Axes axes({&batch_, &x, &y});
    Scratch<T> copy(axes.size());
    StridedCopy there, back;
    axes.lay_out(side, &there, &back);
    there.run(data, copy.get(), sizeof(T));
    body(copy.get());
  }

  MatrixBatch shape(Side first, Side second) const {
    MatrixBatch shape;
    shape.m = rows_.size();
    shape.n = columns_.size();
    shape.k = summed_.size();
    shape.rank = batch_.count;
    for (int i = 0; i < batch_.count; ++i) shape.dims[i] = batch_.labels[i]->size;
    shape.a = side(rows_, summed_, first);
    shape.b = side(summed_, columns_, second);
    shape.out = side(rows_, columns_, kOut);
    return shape;
  }

  // A group without labels gets the stride that it has in a matrix without gaps.
  MatrixBatch::Side side(const Group& x, const Group& y, Side of) const {
    MatrixBatch::Side found;
    found.row = x.stride(of, 1);
    found.column = y.stride(of, 1);
    if (x.count == 0 && found.column == 1) found.row = y.size();
    if (y.count == 0 && found.row == 1 && of != kOut) found.column = x.size();
    for (int i = 0; i < batch_.count; ++i) found.batch[i] = batch_.labels[i]->stride[of];
    return found;
  }

  Group batch_, rows_, columns_, summed_;
};

struct Einsum {
  template <class T>
  static bool run(KernelContext& ctx) {
    Equation equation;
    if (ctx.input_count() > 2 || !equation.read(ctx)) return false;
    if constexpr (!std::is_same_v<T, math::Compute<T>>) {
      bool own = std::is_same_v<T, bfloat16> && onednn_fast_bf16();
      if (!own || ctx.input_count() == 1) {
        using C = math::Compute<T>;
        Array left = widened<T>(ctx.input(0));
        Array right = ctx.input_count() == 2 ? widened<T>(ctx.input(1)) : left;
        Array out(dtype_of<C>, equation.result);
        if (!compute<C>(ctx.input_count(), equation, left, right, out)) return false;
        give<T>(ctx, std::move(out));
        return true;
      }
    }
    const Array &left = ctx.input(0), &right = ctx.input(ctx.input_count() - 1);
    Array out(left.dtype(), equation.result);
    if (!compute<T>(ctx.input_count(), equation, left, right, out)) return false;
    ctx.share(std::move(out));
    return true;
  }

  template <class T>
  static bool compute(int operands, Equation& equation, const Array& left, const Array& right,
                      Array& out) {
    if (out.size() == 0) return true;
    if (left.size() == 0 || right.size() == 0) {
      std::memset(out.raw(), 0, out.bytes());
      return true;
    }
    if (operands == 1) return rearrange(equation, left, out);
    Contraction<T> contraction;
    if (!contraction.read(equation)) return false;
    contraction.run(left.data<T>(), right.data<T>(), out.data<T>());
    return true;
  }

  // Transposes, and diagonals.
  static bool rearrange(Equation& equation, const Array& x, Array& out) {
    StridedCopy copy;
    for (const Label& label : equation) {
      if (label.size != 1 && !label.in[kOut]) return false;
      copy.add(label.size, label.stride[kLeft], label.stride[kOut]);
    }
    return copy.run(x.raw(), out.raw(), dtype_size(x.dtype()));
  }
};

CPU_KERNEL("Einsum", Einsum, float, double, half, bfloat16, int32_t, int64_t, complex64,
           complex128);

}  // namespace
}  // namespace tb
