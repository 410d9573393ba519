#include "cli/held_output.h"

#include <streambuf>
#include <string>
#include <utility>
#include <vector>

#include "cli/terminal_text.h"

namespace skiff::cli {

struct HeldOutput::Impl {
  class Buffer : public std::streambuf {
   public:
    Buffer(Impl& owner, std::ostream& target) : owner_(owner), target_(target) {}

   protected:
    int overflow(int c) override {
      if (c != traits_type::eof()) {
        const char byte = static_cast<char>(c);
        owner_.append(target_, {&byte, 1});
      }
      return 0;
    }
    std::streamsize xsputn(const char* text, std::streamsize size) override {
      owner_.append(target_, {text, static_cast<size_t>(size)});
      return size;
    }
    int sync() override {
      owner_.release();
      return 0;
    }

   private:
    Impl& owner_;
    std::ostream& target_;
  };

  Impl(std::ostream& out_target, std::ostream& err_target, std::function<void()> hook)
      : before_release(std::move(hook)),
        errors(&err_target),
        out_buffer(*this, out_target),
        err_buffer(*this, err_target) {}

  void append(std::ostream& target, std::string_view text) {
    if (held.empty() || held.back().first != &target) held.emplace_back(&target, std::string());
    held.back().second.append(text);
  }
  void release() {
    if (before_release) before_release();
    for (const auto& [target, text] : held) {
      if (target == errors) *target << terminal_text(text);
      else target->write(text.data(), static_cast<std::streamsize>(text.size()));
      target->flush();
    }
    held.clear();
  }

  std::function<void()> before_release;
  std::vector<std::pair<std::ostream*, std::string>> held;
  std::ostream* errors;  // messages are for people, and quote what others have written
  Buffer out_buffer;
  Buffer err_buffer;
  std::ostream out{&out_buffer};
  std::ostream err{&err_buffer};
};

HeldOutput::HeldOutput(std::ostream& out, std::ostream& err, std::function<void()> before_release)
    : impl_(std::make_unique<Impl>(out, err, std::move(before_release))) {}
HeldOutput::~HeldOutput() { release(); }
std::ostream& HeldOutput::out() { return impl_->out; }
std::ostream& HeldOutput::err() { return impl_->err; }
void HeldOutput::release() { impl_->release(); }
void HeldOutput::discard() { impl_->held.clear(); }

}  // namespace skiff::cli
