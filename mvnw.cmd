@echo off
rem Runs the Maven that the project asks for, fetching it first where it is missing. Needs a JDK and nothing else.
setlocal
set "java=java.exe"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java.exe"
"%java%" -version >nul 2>&1 || (echo No Java found: install a JDK, version 17 or later, and set JAVA_HOME to its folder. >&2 & exit /b 1)
set "project=%~dp0."
set "maven="
for /f "usebackq delims=" %%m in (`call "%java%" -Xmx128m "%project%\.mvn\wrapper\MavenWrapper.java" "%project%"`) do set "maven=%%m"
if not defined maven exit /b 1
call "%maven%" %*
exit /b %ERRORLEVEL%
