# Tries the installer on this Windows, for the reader who runs it: install, self-test, install over itself, remove.
# It wants a Windows without Whereof, and leaves one. Exit status 0 only if everything held.
$ErrorActionPreference = "Stop"
$root = Resolve-Path "$PSScriptRoot\..\..\.."
$place = Join-Path $env:LOCALAPPDATA "Programs\Whereof"
$entry = "HKCU:\Software\Microsoft\Windows\CurrentVersion\Uninstall\Whereof"
$settings = Join-Path $env:LOCALAPPDATA "whereof\trial-of-the-installer.txt"

function Stop-Trial($sentence) {
    Write-Host "trial: $sentence"
    exit 1
}

function Invoke-Program($file, $arguments) {
    # Programs with a window do not keep a shell waiting by themselves.
    $began = Get-Date
    $process = Start-Process -FilePath $file -ArgumentList $arguments -Wait -PassThru
    $seconds = [math]::Round(((Get-Date) - $began).TotalSeconds, 1)
    Write-Host "trial: $(Split-Path -Leaf $file) $arguments ended with $($process.ExitCode) after $seconds s"
    if ($process.ExitCode -ne 0) { Stop-Trial "$file failed." }
}

$setup = @(Get-ChildItem "$root\dist\whereof-*-windows-x86_64-setup.exe")
if ($setup.Count -ne 1) { Stop-Trial "dist holds $($setup.Count) installers; make one with package.py." }
if (Test-Path $entry) { Stop-Trial "Whereof is installed here already; remove it first." }

New-Item -ItemType Directory -Force (Split-Path $settings) | Out-Null
Set-Content $settings "the reader's"

Invoke-Program $setup[0].FullName "/S"
if (-not (Test-Path $entry)) { Stop-Trial "The installer left no entry in the list of programs." }

& "$place\whereof.exe" --version
if ($LASTEXITCODE -ne 0) { Stop-Trial "whereof --version failed." }
& "$place\whereof.exe" --self-test "$root\dist\self-test.png"
if ($LASTEXITCODE -ne 0) { Stop-Trial "The self-test failed." }
if (-not (Test-Path "$root\dist\self-test.png")) { Stop-Trial "The self-test left no picture." }
Invoke-Program "$place\whereof-window.exe" "--self-test"

Invoke-Program $setup[0].FullName "/S"
Invoke-Program "$place\uninstall.exe" "/S"
for ($second = 0; $second -lt 30 -and (Test-Path $place); $second++) { Start-Sleep 1 }
if (Test-Path $place) {
    Get-ChildItem -Recurse $place | ForEach-Object { Write-Host $_.FullName }
    Stop-Trial "The uninstaller left files in $place."
}
if (Test-Path $entry) { Stop-Trial "The uninstaller left its entry in the list of programs." }
if (Test-Path "HKCU:\Software\Classes\Whereof.Project") { Stop-Trial "The uninstaller left the file type." }
if (-not (Test-Path $settings)) { Stop-Trial "The uninstaller took the reader's own files." }
Remove-Item $settings
Write-Host "trial: everything held"
exit 0
