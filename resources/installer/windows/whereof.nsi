; The Windows installer. build.py compiles it and defines, on the command line:
;   VERSION      Whereof's version            FILEVERSION  the same as four numbers
;   SIZE_KB      size of the installed files  OUTFILE      the installer to write
;   LISTS        folder with what build.py generates: install.nsh, uninstall.nsh, formats.nsh, no-formats.nsh, side.bmp
;   LICENSE      the licence's text           ICONS        folder with whereof.ico and project.ico
;   SIGN         optional: the command that signs a file, with %1 for its name
;
; Options of the installer: /S says nothing and asks nothing; /D=FOLDER (last, without quotes) names the folder;
; /AllUsers, from an administrator's prompt, installs for everyone. Exit status: 0 done, 1 cancelled by the reader,
; 2 refused, and nothing was changed.

Unicode true
ManifestDPIAware true
ManifestLongPathAware true
ManifestSupportedOS Win10
RequestExecutionLevel user
SetCompressor /SOLID lzma
SetCompressorDictSize 64
AllowSkipFiles off

!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include Sections.nsh
!include WinVer.nsh
!include x64.nsh

!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Whereof"
!define CLASSES "Software\Classes"
!define WINDOW "whereof-window.exe"
!define FOR_ME "$LOCALAPPDATA\Programs\Whereof"
!define FOR_ALL "$PROGRAMFILES64\Whereof"

Name "Whereof"
BrandingText "Whereof ${VERSION}"
OutFile "${OUTFILE}"
InstallDir "${FOR_ME}"

VIProductVersion "${FILEVERSION}"
VIAddVersionKey "ProductName" "Whereof"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "Installs Whereof"
VIAddVersionKey "CompanyName" "The Whereof project"
VIAddVersionKey "LegalCopyright" "Apache-2.0"

!ifdef SIGN
  !finalize '${SIGN}' = 0
  !uninstfinalize '${SIGN}' = 0
!endif

Var Before ; the folder of the Whereof that is installed already, or nothing
Var ForAll ; "1" where it is installed for everyone

; -- pages

!define MUI_ICON "${ICONS}/whereof.ico"
!define MUI_UNICON "${ICONS}/whereof.ico"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${LISTS}/side.bmp"
!define MUI_WELCOMEPAGE_TITLE "Whereof ${VERSION}"
!define MUI_WELCOMEPAGE_TEXT "Whereof shows where a text speaks of: it finds the places that your documents name and puts them \
on a map. Nothing leaves this computer unless you switch it on.$\r$\n$\r$\nIf Whereof is installed already, the new version takes its place. \
Your settings and gazetteers stay.$\r$\n$\r$\n$_CLICK"
!define MUI_ABORTWARNING
!define MUI_COMPONENTSPAGE_SMALLDESC
!define MUI_FINISHPAGE_RUN
!define MUI_FINISHPAGE_RUN_TEXT "Start Whereof"
!define MUI_FINISHPAGE_RUN_FUNCTION StartWindow
!define MUI_FINISHPAGE_NOAUTOCLOSE

!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_LICENSE "${LICENSE}"
!insertmacro MUI_PAGE_COMPONENTS
!define MUI_PAGE_CUSTOMFUNCTION_LEAVE LeaveFolderPage
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH

!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES

!insertmacro MUI_LANGUAGE "English"

; -- what installer and uninstaller share

!macro Refuse SENTENCE
  MessageBox MB_ICONSTOP|MB_OK "${SENTENCE}" /SD IDOK
  SetErrorLevel 2
  Quit
!macroend

; Windows lets nobody write to the file of a program that runs.
!macro TryOpen FILE
  ${If} ${FileExists} "$R9\${FILE}"
    ClearErrors
    FileOpen $R7 "$R9\${FILE}" a
    ${If} ${Errors}
      StrCpy $R8 1
    ${Else}
      FileClose $R7
    ${EndIf}
  ${EndIf}
!macroend

!macro WaitUntilClosed UN
  ; Takes a folder from the stack; comes back once no program in it runs, or ends the installer.
  Function ${UN}WaitUntilClosed
    Pop $R9
    look:
      StrCpy $R8 0
      !insertmacro TryOpen "whereof.exe"
      !insertmacro TryOpen "${WINDOW}"
      !insertmacro TryOpen "_internal\PySide6\QtWebEngineProcess.exe"
      ${If} $R8 == 0
        Return
      ${EndIf}
      MessageBox MB_ICONEXCLAMATION|MB_RETRYCANCEL \
        "Whereof is running. Close its window, then try again." /SD IDCANCEL IDRETRY look
      SetErrorLevel 2
      Quit
  FunctionEnd
!macroend
!insertmacro WaitUntilClosed ""
!insertmacro WaitUntilClosed "un."

!macro TellExplorer
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
!macroend

; -- installing

Section "Whereof" SectionProgram
  SectionIn RO
  Call RefuseForeignFolder
  ${If} $Before != ""
    Push $Before
    Call WaitUntilClosed
    Call RemoveBefore
  ${EndIf}
  Push $INSTDIR
  Call WaitUntilClosed

  ; First of all what can remove it again, should the rest not come to its end.
  SetOutPath "$INSTDIR"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  Call WriteUninstallEntry

  !include /CHARSET=UTF8 "${LISTS}/install.nsh"

  SetOutPath "$INSTDIR"
  File "${ICONS}/project.ico"
  CreateShortcut "$SMPROGRAMS\Whereof.lnk" "$INSTDIR\${WINDOW}"
  Call WriteProjectType
  !insertmacro TellExplorer
SectionEnd

Section /o "Shortcut on the desktop" SectionDesktop
  SetOutPath "$INSTDIR"
  CreateShortcut "$DESKTOP\Whereof.lnk" "$INSTDIR\${WINDOW}"
SectionEnd

Section "Offer Whereof under $\"Open with$\"" SectionOpenWith
  WriteRegStr SHCTX "${CLASSES}\Whereof.Document" "" "Document for Whereof"
  WriteRegStr SHCTX "${CLASSES}\Whereof.Document\shell\open\command" "" '"$INSTDIR\${WINDOW}" "%1"'
  WriteRegStr SHCTX "${CLASSES}\Applications\${WINDOW}" "FriendlyAppName" "Whereof"
  WriteRegStr SHCTX "${CLASSES}\Applications\${WINDOW}\shell\open\command" "" '"$INSTDIR\${WINDOW}" "%1"'
  !include /CHARSET=UTF8 "${LISTS}/formats.nsh"
  !insertmacro TellExplorer
SectionEnd

!insertmacro MUI_FUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${SectionProgram} "The program, its gazetteer and its map."
  !insertmacro MUI_DESCRIPTION_TEXT ${SectionDesktop} "A shortcut beside the one in the Start menu."
  !insertmacro MUI_DESCRIPTION_TEXT ${SectionOpenWith} \
    "For text, Markdown and HTML. The programs that open them by double-click stay the same."
!insertmacro MUI_FUNCTION_DESCRIPTION_END

Function .onInit
  ${IfNot} ${AtLeastWin10}
  ${OrIfNot} ${RunningX64}
    !insertmacro Refuse "Whereof needs a 64-bit Windows 10 or later."
  ${EndIf}
  SetRegView 64
  StrCpy $R2 0 ; whether the folder is still the one that stands above
  ${If} $INSTDIR == "${FOR_ME}"
    StrCpy $R2 1
  ${EndIf}
  ReadRegStr $R3 HKCU "${UNINSTALL_KEY}" "InstallLocation"
  ReadRegStr $R4 HKLM "${UNINSTALL_KEY}" "InstallLocation"
  Call ReadForAll
  ${If} $ForAll == 1
    ${If} $R3 != ""
      !insertmacro Refuse "Whereof is installed for you alone in $R3. Remove that first, then install it for all users."
    ${EndIf}
    StrCpy $Before $R4
  ${Else}
    ${If} $R4 != ""
      !insertmacro Refuse "Whereof is installed for all users in $R4. An administrator can upgrade it with /AllUsers."
    ${EndIf}
    StrCpy $Before $R3
  ${EndIf}
  ${If} $R2 == 1
    ${If} $Before != ""
      StrCpy $INSTDIR $Before
    ${ElseIf} $ForAll == 1
      StrCpy $INSTDIR "${FOR_ALL}"
    ${EndIf}
  ${EndIf}
  ${If} ${FileExists} "$DESKTOP\Whereof.lnk" ; an upgrade keeps the reader's choice
    !insertmacro SelectSection ${SectionDesktop}
  ${EndIf}
FunctionEnd

Function ReadForAll
  StrCpy $ForAll 0
  SetShellVarContext current
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/AllUsers" $R1
  ${If} ${Errors}
    Return
  ${EndIf}
  UserInfo::GetAccountType
  Pop $R1
  ${If} $R1 != "Admin"
    !insertmacro Refuse "Only an administrator can install Whereof for all users. Leave /AllUsers out, or start this from an administrator's prompt."
  ${EndIf}
  StrCpy $ForAll 1
  SetShellVarContext all
FunctionEnd

; Pushes 1 if the chosen folder holds something that is not Whereof's.
Function FolderIsForeign
  ${If} $INSTDIR == $Before
  ${OrIf} ${FileExists} "$INSTDIR\${WINDOW}"
    Push 0
    Return
  ${EndIf}
  ${DirState} "$INSTDIR" $R1
  ${If} $R1 == 1
    Push 1
  ${Else}
    Push 0
  ${EndIf}
FunctionEnd

Function LeaveFolderPage
  Call FolderIsForeign
  Pop $R1
  ${If} $R1 == 1
    MessageBox MB_ICONSTOP|MB_OK "$INSTDIR holds other files. Choose an empty folder or a new one."
    Abort
  ${EndIf}
FunctionEnd

Function RefuseForeignFolder
  Call FolderIsForeign
  Pop $R1
  ${If} $R1 == 1
    !insertmacro Refuse "$INSTDIR holds other files. Choose an empty folder or a new one."
  ${EndIf}
FunctionEnd

; Each version's uninstaller knows what that version installed. It leaves the reader's data alone.
Function RemoveBefore
  ${IfNot} ${FileExists} "$Before\uninstall.exe"
    Return
  ${EndIf}
  ClearErrors
  ExecWait '"$Before\uninstall.exe" /S _?=$Before' $R1
  ${If} ${Errors}
  ${OrIf} $R1 != 0
    !insertmacro Refuse "The Whereof in $Before could not be removed. Remove it under Settings, Apps, then start this again."
  ${EndIf}
  Delete "$Before\uninstall.exe"
  RMDir "$Before"
FunctionEnd

Function WriteUninstallEntry
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayName" "Whereof"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\${WINDOW},0"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "Publisher" "The Whereof project"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "EstimatedSize" ${SIZE_KB}
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoRepair" 1
FunctionEnd

Function WriteProjectType
  WriteRegStr SHCTX "${CLASSES}\.whereof" "" "Whereof.Project"
  WriteRegStr SHCTX "${CLASSES}\.whereof" "Content Type" "application/vnd.whereof.project+sqlite3"
  WriteRegStr SHCTX "${CLASSES}\Whereof.Project" "" "Whereof project"
  WriteRegStr SHCTX "${CLASSES}\Whereof.Project\DefaultIcon" "" "$INSTDIR\project.ico"
  WriteRegStr SHCTX "${CLASSES}\Whereof.Project\shell\open\command" "" '"$INSTDIR\${WINDOW}" "%1"'
FunctionEnd

; Through Explorer, so that the window has the reader's rights even where the installer has an administrator's.
Function StartWindow
  Exec '"$WINDIR\explorer.exe" "$INSTDIR\${WINDOW}"'
FunctionEnd

; -- uninstalling

Function un.onInit
  SetRegView 64
  SetShellVarContext current
  ReadRegStr $R1 HKLM "${UNINSTALL_KEY}" "InstallLocation"
  ${If} $R1 != $INSTDIR
    Return
  ${EndIf}
  UserInfo::GetAccountType
  Pop $R1
  ${If} $R1 == "Admin"
    SetShellVarContext all
    Return
  ${EndIf}
  ; Installed for everyone: Windows asks for an administrator.
  StrCpy $R1 ""
  ${If} ${Silent}
    StrCpy $R1 "/S"
  ${EndIf}
  ExecShell "runas" "$INSTDIR\uninstall.exe" "$R1"
  Quit
FunctionEnd

Section "un.Whereof"
  Push $INSTDIR
  Call un.WaitUntilClosed
  SetOutPath "$TEMP" ; nothing can remove the folder that one stands in

  ; Only what was installed, file by file, and folders only if they are empty: the folder is the reader's choice.
  !include /CHARSET=UTF8 "${LISTS}/uninstall.nsh"
  Delete "$INSTDIR\project.ico"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"

  Delete "$SMPROGRAMS\Whereof.lnk"
  Delete "$DESKTOP\Whereof.lnk"
  ReadRegStr $R1 SHCTX "${CLASSES}\.whereof" ""
  ${If} $R1 == "Whereof.Project"
    DeleteRegValue SHCTX "${CLASSES}\.whereof" ""
    DeleteRegValue SHCTX "${CLASSES}\.whereof" "Content Type"
  ${EndIf}
  DeleteRegKey /ifempty SHCTX "${CLASSES}\.whereof"
  DeleteRegKey SHCTX "${CLASSES}\Whereof.Project"
  DeleteRegKey SHCTX "${CLASSES}\Whereof.Document"
  DeleteRegKey SHCTX "${CLASSES}\Applications\${WINDOW}"
  !include /CHARSET=UTF8 "${LISTS}/no-formats.nsh"
  DeleteRegKey SHCTX "${UNINSTALL_KEY}"
  !insertmacro TellExplorer
SectionEnd
