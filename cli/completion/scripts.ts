/**
 * What each shell runs to ask `chatd complete` for what may come next. The words are chatd's own, so that a script stays
 * right when the binary is replaced. An answer is a line for each word, with what it means after a tab; `:files` asks the
 * shell for names of files.
 */
export const SCRIPTS = {
  bash: `# bash completion of chatd: source <(chatd completions bash)
_chatd() {
  local line=\${COMP_LINE:0:COMP_POINT} trimmed word i words=()
  # Bash breaks words at = : and @; here they are put together again as they were typed.
  for ((i = 0; i <= COMP_CWORD; i++)); do
    trimmed=\${line#"\${line%%[![:space:]]*}"}
    word=\${COMP_WORDS[i]}
    if ((i == COMP_CWORD)); then word=$trimmed; fi
    if ((i > 0)) && [[ $trimmed == "$line" ]]; then
      words[\${#words[@]}-1]+=$word
    else
      words+=("$word")
    fi
    line=\${trimmed#"$word"}
  done
  local program=\${words[0]/#\\~/$HOME} typed=\${words[\${#words[@]}-1]} files= value
  type "$program" >/dev/null 2>&1 || program=chatd
  COMPREPLY=()
  while IFS=$'\\t' read -r value _; do
    if [[ $value == :files ]]; then files=1; elif [[ $value ]]; then COMPREPLY+=("$value"); fi
  done < <("$program" complete -- "\${words[@]:1}" 2>/dev/null)
  if ((\${#COMPREPLY[@]} == 1)) && [[ \${COMPREPLY[0]} == *= ]]; then compopt -o nospace 2>/dev/null; fi
  # What stands before the last break is there already.
  local breaks=\${COMP_WORDBREAKS//[^=:@]/} rest
  if [[ $breaks ]]; then
    rest=\${typed##*[$breaks]}
    COMPREPLY=("\${COMPREPLY[@]#"\${typed%"$rest"}"}")
  fi
  if [[ $files ]]; then
    compopt -o filenames 2>/dev/null
    if [[ $typed == --*=* ]]; then typed=\${typed#*=}; fi
    while IFS= read -r value; do COMPREPLY+=("$value"); done < <(compgen -f -- "$typed")
  fi
}
complete -F _chatd chatd
`,
  zsh: `#compdef chatd
# zsh completion of chatd: source <(chatd completions zsh), or keep it as _chatd in a folder of $fpath
_chatd() {
  local program=\${words[1]/#\\~/$HOME} line value about files=
  local -a whole open
  (( $+commands[$program] )) || [[ -x $program ]] || program=chatd
  while IFS= read -r line; do
    value=\${line%%$'\\t'*}
    about=\${line#*$'\\t'}
    if [[ $value == :files ]]; then
      files=1
    elif [[ $value == *= ]]; then
      open+=("\${value//:/\\\\:}:$about")
    elif [[ $line == *$'\\t'* ]]; then
      whole+=("\${value//:/\\\\:}:$about")
    else
      whole+=("\${value//:/\\\\:}")
    fi
  done < <("$program" complete -- "\${(@Q)words[2,CURRENT-1]}" "$PREFIX" 2>/dev/null)
  (( $#whole )) && _describe -t values chatd whole
  (( $#open )) && _describe -t values chatd open -S ''
  if [[ $files ]]; then
    compset -P '--*='
    _files
  fi
}
if [[ $funcstack[1] == _chatd ]]; then
  _chatd "$@"
else
  (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
  compdef _chatd chatd
fi
`,
  fish: `# fish completion of chatd: chatd completions fish | source
function __chatd_complete
    set -l before (commandline -opc)
    set -l typed (commandline -ct)
    for line in (command chatd complete -- $before[2..-1] "$typed" 2>/dev/null)
        if test "$line" = :files
            if string match -q -- '--*=*' "$typed"
                set -l flag (string replace -r -- '=.*' '=' "$typed")
                for path in (__fish_complete_path (string replace -r -- '^[^=]*=' '' "$typed"))
                    echo "$flag$path"
                end
            else
                __fish_complete_path "$typed"
            end
        else
            echo $line
        end
    end
end
complete -c chatd -f -a '(__chatd_complete)'
`,
} as const

export type Shell = keyof typeof SCRIPTS
