// Who runs what: ps, id, whoami, groups; and yes.
#include <algorithm>

#include "base/strings.h"
#include "kubelet/shell/arguments.h"

namespace skiff::shell {
namespace {

std::string with_name(int64_t id) { return std::to_string(id) + (id == 0 ? "(root)" : ""); }

std::string left_aligned(const std::string& text, size_t width) {
  return text + std::string(width > text.size() ? width - text.size() : 0, ' ');
}

std::string right_aligned(const std::string& text, size_t width) {
  return std::string(width > text.size() ? width - text.size() : 0, ' ') + text;
}

}  // namespace

// busybox'. Larger images seldom have one, and it would be another.
int run_ps(Invocation& call) {
  parse_options(call, "Tawefxu");  // which ask for nothing that it has
  std::vector<std::string> commands = call.environment.processes();
  const std::string own = join(call.argv, " ");
  if (commands.empty() || commands.back() != own) commands.push_back(own);
  const std::string user = owner_name(call.environment.identity().user);
  call.outcome.out += "PID   USER     TIME  COMMAND\n";
  for (size_t i = 0; i < commands.size(); ++i)
    call.outcome.out +=
        right_aligned(std::to_string(i + 1), 5) + " " + left_aligned(user, 8) + "  0:00 " + commands[i] + "\n";
  return 0;
}

int run_id(Invocation& call) {
  const Options options = parse_options(call, "ugGn");
  const Identity who = call.environment.identity();
  const auto shown = [&](int64_t id) { return options.has('n') ? owner_name(id) : std::to_string(id); };
  std::vector<std::string> groups, named;
  for (const int64_t group : who.groups) groups.push_back(shown(group)), named.push_back(with_name(group));
  if (options.has('u')) call.outcome.out += shown(who.user);
  else if (options.has('g')) call.outcome.out += shown(who.group);
  else if (options.has('G')) call.outcome.out += join(groups, " ");
  else
    call.outcome.out += "uid=" + with_name(who.user) + " gid=" + with_name(who.group) + " groups=" + join(named, ",");
  call.outcome.out += "\n";
  return 0;
}

int run_whoami(Invocation& call) {
  const int64_t user = call.environment.identity().user;
  if (user != 0) {
    const std::string number = std::to_string(user);
    return complain(call, (has_busybox(call.environment) ? "unknown uid " : "cannot find name for user ID ") + number);
  }
  call.outcome.out += "root\n";
  return 0;
}

// It goes on until its reader ends, which gets as much as fits a pipe at a time.
int run_yes(Invocation& call) {
  constexpr size_t kPipe = 65536;
  const std::string line =
      (call.argv.size() > 1 ? join({call.argv.begin() + 1, call.argv.end()}, " ") : std::string("y")) + "\n";
  for (size_t written = 0; written < kPipe; written += line.size()) call.outcome.out += line;
  call.outcome.forever = true;
  return 0;
}

}  // namespace skiff::shell
