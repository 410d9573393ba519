// The shells' sides of completion. Each script asks `PROGRAM __complete WORDS…` and does what the directive says:
// 2 no blank behind the candidate, 4 no file names, 8 files of these extensions, 16 folders.
#include "cli/completion/completion.h"

namespace skiff::cli {
namespace {

// NAME is the program as functions may be called, PROGRAM the program itself.
constexpr std::string_view kBash = R"script(# bash completion for PROGRAM: source <(PROGRAM completion bash)
__NAME_complete() {
    local line="${COMP_LINE:0:COMP_POINT}" out directive current replaced candidate extension
    local -a words=() candidates=()
    read -r -a words <<< "$line"
    if [[ $line == *[[:space:]] ]]; then words+=(''); fi
    current="${words[${#words[@]}-1]}"
    out="$("${words[0]}" __completeNoDesc "${words[@]:1}" 2>/dev/null)" || return
    directive="${out##*:}"
    out="${out%:*}"
    COMPREPLY=()
    if ((directive & 1)); then return; fi
    if ((directive & 2)); then compopt -o nospace 2>/dev/null; fi
    if ((directive & 8)); then
        compopt -o filenames 2>/dev/null
        while IFS='' read -r extension; do
            [[ -n $extension ]] || continue
            while IFS='' read -r candidate; do COMPREPLY+=("$candidate"); done < <(
                compgen -f -X "!*.$extension" -- "${current##*=}")
        done <<< "$out"
        while IFS='' read -r candidate; do COMPREPLY+=("$candidate"); done < <(compgen -d -- "${current##*=}")
        return
    fi
    if ((directive & 16)); then
        compopt -o filenames 2>/dev/null
        while IFS='' read -r candidate; do COMPREPLY+=("$candidate"); done < <(compgen -d -- "${current##*=}")
        return
    fi
    # Readline replaces only what stands behind the last = or : of the word.
    replaced="${current%"${current##*[=:]}"}"
    while IFS='' read -r candidate; do
        [[ -n $candidate ]] || continue
        if [[ $COMP_WORDBREAKS == *:* || $replaced != *: ]]; then candidate="${candidate#"$replaced"}"; fi
        COMPREPLY+=("$candidate")
    done <<< "$out"
    if ((${#COMPREPLY[@]} == 0 && !(directive & 4))); then compopt -o default 2>/dev/null; fi
}
complete -F __NAME_complete PROGRAM
)script";

constexpr std::string_view kZsh = R"script(#compdef PROGRAM
# zsh completion for PROGRAM: source <(PROGRAM completion zsh)
_NAME() {
    local out directive line text
    local -a lines described suffix
    out="$("${words[1]}" __complete "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)" || return 1
    lines=("${(@f)out}")
    directive="${lines[-1]#:}"
    lines=("${(@)lines[1,-2]}")
    if (( directive & 1 )); then return 1; fi
    compset -P '--*='
    if (( directive & 8 )); then
        _files -g "*.(${(j:|:)lines})"
        return
    fi
    if (( directive & 16 )); then
        _files -/
        return
    fi
    for line in "${(@)lines}"; do
        [[ -n $line ]] || continue
        text="${${line%%$'\t'*}//:/\\:}"
        if [[ $line == *$'\t'* ]]; then described+=("$text:${line#*$'\t'}"); else described+=("$text"); fi
    done
    if (( directive & 2 )); then suffix=(-S ''); fi
    if (( ${#described} )); then
        _describe 'PROGRAM' described "${(@)suffix}"
    elif (( ! (directive & 4) )); then
        _files
    fi
}
if [ "${funcstack[1]}" = "_NAME" ]; then
    _NAME "$@"
else
    compdef _NAME PROGRAM
fi
)script";

constexpr std::string_view kFish = R"script(# fish completion for PROGRAM: PROGRAM completion fish | source
function __NAME_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l lines ($words[1] __complete $words[2..-1] "$current" 2>/dev/null)
    or return
    test (count $lines) -gt 0
    or return
    set -l directive (string replace ':' '' -- $lines[-1])
    set -e lines[-1]
    set -l before ''
    if string match -q -- '--*=*' "$current"
        set before (string replace -r '=.*' '=' -- "$current")
    end
    if test (math "bitand($directive, 8)") -ne 0
        for extension in $lines
            __fish_complete_suffix .$extension
        end
    else if test (math "bitand($directive, 16)") -ne 0
        __fish_complete_directories "$current"
    else if test (count $lines) -gt 0
        for line in $lines
            printf '%s%s\n' $before $line
        end
    else if test (math "bitand($directive, 4)") -eq 0
        __fish_complete_path "$current"
    end
end
complete -c PROGRAM -e
complete -c PROGRAM -f -a '(__NAME_complete)'
)script";

constexpr std::string_view kPowershell =
    R"script(# powershell completion for PROGRAM: PROGRAM completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName 'PROGRAM' -ScriptBlock {
    param($current, $line, $cursor)
    $words = @($line.CommandElements | Select-Object -Skip 1 | ForEach-Object { "$_" })
    if ($current -eq '') { $words += '""' }
    $lines = @(& $line.CommandElements[0].Value __complete @words 2>$null)
    $lines | Select-Object -SkipLast 1 | ForEach-Object {
        $text, $description = $_ -split "`t", 2
        if (-not $description) { $description = $text }
        [System.Management.Automation.CompletionResult]::new($text, $text, 'ParameterValue', $description)
    }
}
)script";

struct ShellScript {
  std::string_view shell;
  std::string_view text;
};
constexpr ShellScript kScripts[] = {{"bash", kBash}, {"fish", kFish}, {"powershell", kPowershell}, {"zsh", kZsh}};

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  for (size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
  return text;
}

}  // namespace

std::string completion_script(std::string_view shell, const std::string& program) {
  std::string name = program;
  for (char& c : name)
    if (c == '-' || c == '.') c = '_';
  for (const ShellScript& script : kScripts)
    if (script.shell == shell) return replaced(replaced(std::string(script.text), "PROGRAM", program), "NAME", name);
  return "";
}

}  // namespace skiff::cli
