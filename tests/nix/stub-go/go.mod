module github.com/randomizedcoder/go-ffmpeg-hls-swarm

go 1.25
