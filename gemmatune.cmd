@echo off
rem Runs gemmatune, building it first where it is missing. After a change of the sources: mvnw -q -pl cli -am package -DskipTests
setlocal
set "java=java.exe"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java.exe"
set "project=%~dp0."
set "application=%project%\cli\target\gemmatune.jar"
if not exist "%application%" goto build
if not exist "%project%\cli\target\lib" goto build
goto run
:build
echo gemmatune: building the application (the first time this fetches its libraries and takes some minutes) >&2
pushd "%project%"
call mvnw.cmd -q -B -Dstyle.color=never -pl cli -am package -DskipTests -Dmaven.javadoc.skip -Dmaven.source.skip 1>&2
set "built=%ERRORLEVEL%"
popd
if not "%built%"=="0" (echo gemmatune: the build failed; its messages are above >&2 & exit /b 1)
:run
"%java%" -XX:+UseSerialGC -Xms64m -XX:MaxRAMPercentage=40 -Dai.djl.pytorch.graph_optimizer=false "-Dgemmatune.home=%project%" %JAVA_OPTS% -jar "%application%" %*
exit /b %ERRORLEVEL%
