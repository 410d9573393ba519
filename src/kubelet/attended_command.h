// Commands that are run when somebody sits down at their container (`kubectl run -i`), for what they do depends on that
// moment: they ask a web server, or look at files of the image. Where nobody sits down, such a command takes as long
// and ends as its Behavior says.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "api/object.h"
#include "kubelet/shell/dialogue.h"
#include "kubelet/shell/shell.h"
#include "store/store.h"

namespace skiff {

// Is the container's command of that sort? Then it waits from now on. To be asked before the container starts.
bool await_attendant(Store& store, const Object& pod, const Value& container, Time now);
// Was it, and has nobody come yet?
bool awaits_attendant(const Store& store, std::string_view pod_uid, std::string_view container);
// Was it at all?
bool is_attended(const Store& store, std::string_view pod_uid, std::string_view container);

// At a terminal: the program that it is, if that is one that is talked to; else null.
std::unique_ptr<Dialogue> attended_dialogue(const Store& store, const Object& pod, const Value& container);

// Runs the command, and keeps what it writes for the container's log.
ShellOutcome attend(Store& store, const Object& pod, const Value& container, const std::string& input, Time now);
// The same for one that goes on: what it has written so far. Of much it is the end that is kept, as of a log that is
// rotated.
void note_attended_output(Store& store, const Object& pod, std::string_view container, std::string_view text);
std::string attended_output(const Store& store, std::string_view pod_uid, std::string_view container);

}  // namespace skiff
